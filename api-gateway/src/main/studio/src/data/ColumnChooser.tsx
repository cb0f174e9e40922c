import { useState } from 'react'
import type { Column } from '../api/types'
import { Button } from '../shell/parts/Button'
import { Checkbox } from '../shell/parts/Checkbox'
import { Dialog } from '../shell/parts/Dialog'

interface Props {
  all: readonly Column[]
  shown: readonly Column[]
  onChange: (columns: string[] | null) => void
}

/** Which columns are shown, and in which order. */
export function ColumnChooser({ all, shown, onChange }: Props) {
  const [open, setOpen] = useState(false)
  const names = shown.map((column) => column.name)
  const rest = all.filter((column) => !names.includes(column.name))
  const move = (at: number, by: number) => {
    const next = [...names]
    next.splice(at + by, 0, ...next.splice(at, 1))
    onChange(next)
  }
  return (
    <>
      <Button icon="columns" onPress={() => setOpen(true)}>
        Columns{rest.length > 0 && ` (${names.length} of ${all.length})`}
      </Button>
      <Dialog
        title="Columns"
        open={open}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onPress={() => onChange(null)}>All as they are</Button>
            <Button look="primary" onPress={() => setOpen(false)}>
              Done
            </Button>
          </>
        }
      >
        <ul className="chooser">
          {shown.map((column, at) => (
            <li key={column.name} className="row">
              <Checkbox
                isSelected
                isDisabled={shown.length === 1}
                onChange={() => onChange(names.filter((name) => name !== column.name))}
              >
                <span className="cut">{column.name}</span>
                <span className="muted small">{column.type}</span>
              </Checkbox>
              <span className="grow" />
              <Button look="plain" icon="up" label={`Move ${column.name} to the front`} isDisabled={at === 0} onPress={() => move(at, -1)} />
              <Button look="plain" icon="down" label={`Move ${column.name} to the back`} isDisabled={at === names.length - 1} onPress={() => move(at, 1)} />
            </li>
          ))}
          {rest.map((column) => (
            <li key={column.name} className="row">
              <Checkbox isSelected={false} onChange={() => onChange([...names, column.name])}>
                <span className="cut">{column.name}</span>
                <span className="muted small">{column.type}</span>
              </Checkbox>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
