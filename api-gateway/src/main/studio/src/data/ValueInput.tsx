import { useRef, type FocusEvent, type KeyboardEvent } from 'react'
import type { Column } from '../api/types'
import { Icon } from '../shell/parts/Icon'
import { kindOf, type Kind } from './kinds'
import type { Value } from './rest'

interface Props {
  column: Column
  label: string
  value: Value | undefined
  onChange: (value: Value) => void
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
  onBlur?: () => void
  onFocus?: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => void
  autoFocus?: boolean
  wrong?: string | null
  describedBy?: string
  /** Long texts get several lines. */
  tall?: boolean
}

const NULL = '\0null'
const PICKERS: Partial<Record<Kind, string>> = { date: 'date', timestamp: 'datetime-local', timestamptz: 'datetime-local', time: 'time' }

/** The field for a value of a type: a list, a text, or a text with the browser's own picker. */
export function ValueInput({ column, label, value, onChange, wrong, describedBy, tall, ...rest }: Props) {
  const kind = kindOf(column)
  const shared = { ...rest, 'aria-label': label, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': describedBy, title: wrong ?? undefined }
  const choices = kind === 'enum' ? column.enumValues : kind === 'boolean' ? ['true', 'false'] : null
  if (choices !== null) {
    return (
      <select
        className="input"
        {...shared}
        value={value === undefined ? '' : (value ?? NULL)}
        onChange={(event) => onChange(event.target.value === NULL ? null : event.target.value)}
      >
        {value === undefined && <option value="">default</option>}
        {(column.nullable || value === null) && <option value={NULL}>NULL</option>}
        {choices.map((each) => (
          <option key={each} value={each}>
            {each === '' ? '(empty)' : each}
          </option>
        ))}
      </select>
    )
  }
  const placeholder = value === undefined ? 'default' : value === null ? 'NULL' : kind === 'text' ? 'empty text' : ''
  const field = { ...shared, className: 'input', value: value ?? '', placeholder, spellCheck: false }
  if (tall) {
    const rows = Math.min(14, Math.max(3, (value ?? '').split('\n').length + 1))
    return <textarea {...field} rows={rows} onChange={(event) => onChange(event.target.value)} />
  }
  const picker = PICKERS[kind]
  return (
    <span className="value-input">
      <input {...field} inputMode={kind === 'integer' ? 'numeric' : undefined} onChange={(event) => onChange(event.target.value)} />
      {picker !== undefined && <Picker type={picker} value={value ?? ''} label={label} onPick={onChange} />}
    </span>
  )
}

/** The browser's own picker, beside a text that can hold what the picker cannot. */
function Picker({ type, value, label, onPick }: { type: string; value: string; label: string; onPick: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})?[ T]?(\d{2}:\d{2}(?::\d{2})?)?/.exec(value) ?? []
  const shown = type === 'date' ? date : type === 'time' ? time : date && `${date}T${time || '00:00'}`
  return (
    <span className="picker">
      <button
        type="button"
        className="button plain icon-only"
        aria-label={`Pick ${label}`}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => input.current?.showPicker()}
      >
        <Icon name="down" />
      </button>
      <input
        ref={input}
        type={type}
        step="1"
        tabIndex={-1}
        aria-hidden="true"
        value={shown}
        onMouseDown={(event) => event.preventDefault()}
        onChange={(event) => event.target.value !== '' && onPick(withZone(event.target.value.replace('T', ' '), value))}
      />
    </span>
  )
}

/** What was picked is a time of the same zone as what stood there. */
function withZone(picked: string, before: string): string {
  const [zone = ''] = /(Z|[+-]\d{2}(:?\d{2})?)$/.exec(before.slice(10)) ?? []
  return picked + zone
}
