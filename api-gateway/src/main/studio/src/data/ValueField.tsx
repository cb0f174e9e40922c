import { useId, useState } from 'react'
import type { Column } from '../api/types'
import { Button } from '../shell/parts/Button'
import { hasBreaks, pretty, withBreaksOf } from './format'
import { isWritable, kindOf, wrongWith } from './kinds'
import type { Value } from './rest'
import { ValueInput } from './ValueInput'
import { ValueText } from './ValueText'

interface Props {
  column: Column
  isKey: boolean
  value: Value | undefined
  /** Null where nothing can be changed. */
  onStage: ((value: Value | undefined) => void) | null
  fresh: boolean
  changed: boolean
  failure: string | undefined
  onUndo: () => void
}

/** A column of a row: its whole value, and a field for it where it can be changed. */
export function ValueField({ column, isKey, value, onStage, fresh, changed, failure, onUndo }: Props) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const writable = onStage !== null && isWritable(column, fresh)
  const shown = draft ?? value
  const empty = shown === '' && kindOf(column) !== 'text' && kindOf(column) !== 'other'
  // What was read is what the column takes, whatever it is.
  const given = draft !== null || changed || fresh
  const wrong = typeof shown === 'string' && !empty && writable && given ? wrongWith(column, shown) : null

  const keep = () => {
    if (draft === null || onStage === null || wrong !== null) {
      return
    }
    setDraft(null)
    onStage(empty && draft === '' ? null : kindOf(column) === 'json' ? draft : withBreaksOf(value ?? '', draft))
  }
  const stage = (next: Value | undefined) => {
    setDraft(null)
    onStage?.(next)
  }
  const choice = kindOf(column) === 'enum' || kindOf(column) === 'boolean'
  return (
    <div className={`value-field ${changed ? 'changed' : ''}`}>
      <div className="row">
        <span className="label cut">{column.name}</span>
        <span className="muted small grow cut">
          {isKey && 'key · '}
          {column.type}
          {!column.nullable && ' · not null'}
          {column.generated && ' · generated'}
          {column.identity === 'always' && ' · identity'}
        </span>
        {writable && <Ways column={column} value={value} fresh={fresh} onStage={stage} />}
        {changed && !fresh && <Button look="plain" icon="undo" label={`Undo the change of ${column.name}`} onPress={onUndo} />}
      </div>
      {writable ? (
        <ValueInput
          column={column}
          label={column.name}
          value={draft ?? (typeof value === 'string' ? (changed ? value : pretty(column, value)) : value)}
          tall={isTall(column, value ?? '')}
          wrong={wrong ?? failure ?? null}
          describedBy={wrong || failure ? id : undefined}
          onChange={(next) => (choice || next === null ? stage(next) : setDraft(next))}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || (event.target as HTMLElement).tagName === 'INPUT') && keep()}
        />
      ) : (
        <pre className="whole" tabIndex={0} aria-label={column.name}>{typeof value === 'string' && value !== '' ? (kindOf(column) === 'bytea' ? <ValueText column={column} value={value} /> : pretty(column, value)) : <ValueText column={column} value={value} />}</pre>
      )}
      {writable && fresh && value === undefined && (
        <p className="muted small cut">default: {column.default ?? (column.identity ? 'the next number' : 'NULL')}</p>
      )}
      {(wrong ?? failure) && (
        <p id={id} className="bad small">
          {wrong ?? failure}
        </p>
      )}
    </div>
  )
}

/** What a field of one line would not hold, or not show. */
function isTall(column: Column, value: string): boolean {
  return kindOf(column) === 'json' || hasBreaks(value) || (kindOf(column) === 'text' && !/\((\d{1,2})\)/.test(column.type) && value.length > 60)
}

/** What cannot be typed: no value at all, a text of no characters, and what the table gives by itself. */
function Ways({ column, value, fresh, onStage }: { column: Column; value: Value | undefined; fresh: boolean; onStage: (value: Value | undefined) => void }) {
  return (
    <>
      {column.nullable && value !== null && (
        <Button look="plain" aria-label={`Set ${column.name} to NULL`} onPress={() => onStage(null)}>
          NULL
        </Button>
      )}
      {kindOf(column) === 'text' && value !== '' && (
        <Button look="plain" aria-label={`Set ${column.name} to an empty text`} onPress={() => onStage('')}>
          empty
        </Button>
      )}
      {fresh && value !== undefined && (
        <Button look="plain" aria-label={`Give ${column.name} its default`} onPress={() => onStage(undefined)}>
          default
        </Button>
      )}
    </>
  )
}
