import { useRef, useState, type KeyboardEvent } from 'react'
import type { Column } from '../api/types'
import { say } from '../shell/parts/saying'
import { kindOf, wrongWith } from './kinds'
import type { Value } from './rest'
import { ValueInput } from './ValueInput'

interface Props {
  column: Column
  value: Value | undefined
  onStage: (value: Value) => void
  /** Ends the editing; the focus goes back to the cell. */
  onClose: () => void
}

/** Edits a value where it stands. Enter and Tab keep it, Escape does not; what cannot be a value is not kept. */
export function CellEditor({ column, value, onStage, onClose }: Props) {
  const [draft, setDraft] = useState(value)
  const [wrong, setWrong] = useState<string | null>(null)
  const done = useRef(false)

  const keep = (next: Value | undefined): boolean => {
    if (done.current || next === value || next === undefined) {
      return true
    }
    // Of anything but a text, nothing typed is nothing there.
    const meant = next === '' && kindOf(column) !== 'text' && kindOf(column) !== 'other' ? null : next
    const why = meant === null ? (column.nullable ? null : 'This must not be NULL') : wrongWith(column, meant)
    setWrong(why)
    if (why !== null) {
      say(`${column.name}: ${why}`, 'bad')
      return false
    }
    done.current = true
    onStage(meant)
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') {
      done.current = true
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !keep(draft)) {
      event.stopPropagation()
      event.preventDefault()
    } else if (event.altKey && event.code === 'KeyN' && column.nullable) {
      event.preventDefault()
      keep(null)
      onClose()
    }
  }
  return (
    <div className="cell-editor">
      <ValueInput
        column={column}
        label={column.name}
        value={draft}
        wrong={wrong}
        autoFocus
        onFocus={(event) => event.target instanceof HTMLInputElement && event.target.select()}
        onChange={setDraft}
        onKeyDown={onKeyDown}
        onBlur={() => keep(draft)}
      />
      {column.nullable && kindOf(column) !== 'enum' && kindOf(column) !== 'boolean' && (
        <button
          type="button"
          className="button null-button"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            keep(null)
            onClose()
          }}
        >
          NULL
        </button>
      )}
    </div>
  )
}
