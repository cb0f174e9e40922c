import { Button } from '../shell/parts/Button'
import { Dialog } from '../shell/parts/Dialog'
import { say, sayError } from '../shell/parts/saying'
import type { Cell } from './Rows'

/** One value in full; JSON is laid out. */
export function CellDialog({ cell, onClose }: { cell: Cell | null; onClose: () => void }) {
  const value = cell?.value ?? null
  const copy = () => {
    navigator.clipboard.writeText(value ?? '').then(() => say('Copied', 'good'), sayError)
  }
  return (
    <Dialog
      title={cell?.name ?? ''}
      open={cell !== null}
      onClose={onClose}
      wide
      actions={value !== null && <Button onPress={copy}>Copy</Button>}
    >
      {value === null ? <em className="sql-null">NULL</em> : <pre className="panel sql-cell">{laidOut(value)}</pre>}
      {value !== null && <p className="muted">{value.length.toLocaleString('en')} characters</p>}
    </Dialog>
  )
}

function laidOut(value: string): string {
  if (!/^\s*[[{]/.test(value)) {
    return value
  }
  try {
    const read: unknown = JSON.parse(value)
    // digits that a number of JavaScript cannot hold would be shown as others
    return /\d{16}/.test(value) ? value : JSON.stringify(read, null, 2)
  } catch {
    return value
  }
}
