import { useRef, useState } from 'react'
import type { Table } from '../api/types'
import { Button } from '../shell/parts/Button'
import { Dialog } from '../shell/parts/Dialog'
import { Menu } from '../shell/parts/Menu'
import { isAbort, say, sayError } from '../shell/parts/saying'
import { download, exported, type Format } from './export'
import { count, rowsOf } from './format'
import type { View } from './view'

/** From here on it is asked whether so many rows are wanted. */
const ASKED_FROM = 50_000

interface Props {
  table: Table
  view: View
  total: number
}

/** The rows of the view as a file. */
export function Export({ table, view, total }: Props) {
  const [asked, setAsked] = useState<Format | null>(null)
  const [rows, setRows] = useState<number | null>(null)
  const abort = useRef<AbortController | null>(null)

  const run = async (format: Format) => {
    setAsked(null)
    setRows(0)
    abort.current = new AbortController()
    try {
      download(await exported(table, view, format, abort.current.signal, setRows), `${table.name}.${format}`)
      say(`${table.name}.${format} is there`, 'good')
    } catch (error) {
      if (!isAbort(error)) {
        sayError(error)
      }
    } finally {
      setRows(null)
    }
  }
  if (rows !== null) {
    return (
      <span className="row">
        <progress value={rows} max={Math.max(total, rows, 1)} aria-label="Export" />
        <span className="small">{count(rows)} rows</span>
        <Button look="plain" icon="close" label="Cancel the export" onPress={() => abort.current?.abort()} />
      </span>
    )
  }
  return (
    <>
      <Menu
        label="Export"
        button={<Button icon="save">Export</Button>}
        entries={[
          { id: 'csv', text: `CSV, ${rowsOf(total)}` },
          { id: 'json', text: `JSON, ${rowsOf(total)}` },
        ]}
        onChoose={(id) => (total >= ASKED_FROM ? setAsked(id as Format) : void run(id as Format))}
      />
      <Dialog
        title="Export many rows"
        open={asked !== null}
        onClose={() => setAsked(null)}
        actions={
          <>
            <Button onPress={() => setAsked(null)}>Cancel</Button>
            <Button look="primary" onPress={() => asked !== null && void run(asked)}>
              Export {rowsOf(total)}
            </Button>
          </>
        }
      >
        <p>These are {rowsOf(total)}. A filter would make them fewer.</p>
      </Dialog>
    </>
  )
}
