import { useEffect, useRef } from 'react'
import type { Schema, Table } from '../api/types'
import { addressOf } from '../shell/address'
import { Button } from '../shell/parts/Button'
import { Icon } from '../shell/parts/Icon'
import { stageValue, valueOf } from './columns'
import { Conflict } from './Conflict'
import type { GridRow } from './gridRows'
import { toggleDelete } from './Grid'
import { shownColumns } from './kinds'
import { Referencing } from './Referencing'
import { relatedPlace } from './relations'
import { amend } from './staged'
import { ValueField } from './ValueField'

interface Props {
  schema: Schema
  table: Table
  row: GridRow
  /** As whom it was read. */
  who: string
  readOnly: boolean
  onClose: () => void
}

/** One row, whole: every value, where its foreign keys lead, and who refers to it. */
export function RowPanel({ schema, table, row, who, readOnly, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const fresh = row.change?.kind === 'insert'
  const deleted = row.change?.kind === 'delete'
  const shown = { ...row.read, ...row.change?.after }
  const keys = table.foreignKeys.filter((key) => key.columns.every((name) => (shown[name] ?? null) !== null))
  const identity = fresh ? `new-${row.change!.id}` : JSON.stringify(table.primaryKey.map((name) => row.read?.[name]))
  useEffect(() => heading.current?.focus(), [identity])

  return (
    <aside
      className="row-panel"
      aria-label="Row"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          onClose()
        }
      }}
    >
      <div className="row panel-head">
        <h2 className="grow cut" ref={heading} tabIndex={-1}>
          {fresh ? 'New row' : table.primaryKey.map((name) => row.read?.[name]).join(', ') || 'Row'}
        </h2>
        {!readOnly && (
          <Button look={deleted ? 'normal' : 'danger'} icon={deleted ? 'undo' : 'trash'} onPress={() => toggleDelete(table, row)}>
            {deleted ? 'Keep' : fresh ? 'Discard' : 'Delete'}
          </Button>
        )}
        <Button look="plain" icon="close" label="Close the row" onPress={onClose} />
      </div>
      <div className="panel-body">
        {row.change?.theirs !== undefined && <Conflict change={row.change} table={table} />}
        {row.change?.failure && <p className="problem">{row.change.failure.text}</p>}
        {keys.length > 0 && (
          <section>
            <h3>Refers to</h3>
            <ul className="referring">
              {keys.map((key) => (
                <li key={key.name}>
                  <a className="row" href={addressOf('data', relatedPlace(key, shown))}>
                    <Icon name="link" /> {key.toTable}
                    <span className="muted">by {key.columns.join(', ')}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {!fresh && row.read && <Referencing schema={schema} table={table} row={row.read} who={who} />}
        {shownColumns(table).map((column) => (
          <ValueField
            key={identity + column.name}
            column={column}
            isKey={table.primaryKey.includes(column.name)}
            value={valueOf(row, column.name)}
            fresh={fresh}
            changed={row.change !== undefined && !deleted && column.name in row.change.after}
            failure={row.change?.failure?.columns[column.name]}
            onStage={
              readOnly || deleted
                ? null
                : (value) => (row.change?.kind === 'insert' ? amend(row.change, column.name, value) : stageValue(table, row, column.name, value ?? null))
            }
            onUndo={() => row.change && amend(row.change, column.name, undefined)}
          />
        ))}
      </div>
    </aside>
  )
}
