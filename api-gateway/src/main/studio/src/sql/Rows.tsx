import { useMemo, useState } from 'react'
import { type CellCopyArgs, type CellKeyDownArgs, type CellKeyboardEvent, type Column, DataGrid } from 'react-data-grid'
import 'react-data-grid/lib/styles.css'
import { millis, seconds } from '../lanes/figures'
import { Button } from '../shell/parts/Button'
import type { Outcome } from './ask'
import { CellDialog } from './CellDialog'
import { csv, download, json } from './exporting'

const SHOWN_MAX = 10_000

interface Row {
  number: number
  values: (string | null)[]
}

export interface Cell {
  name: string
  value: string | null
}

/** The rows of an answer, as PostgreSQL writes their values. */
export function Rows({ outcome }: { outcome: Outcome }) {
  const { answer } = outcome
  const [cell, setCell] = useState<Cell | null>(null)
  const columns = useMemo(() => columnsOf(answer.fields.map((field) => field.name)), [answer])
  const rows = useMemo(
    () => answer.rows.slice(0, SHOWN_MAX).map((values, i): Row => ({ number: i + 1, values })),
    [answer],
  )
  const open = (row: Row, key: string) => {
    const index = Number(key)
    const field = answer.fields[index]
    if (field !== undefined) {
      setCell({ name: field.name, value: row.values[index] ?? null })
    }
  }
  return (
    <div className="sql-rows">
      <div className="row wrap sql-told">
        <Told outcome={outcome} />
        <span className="grow" />
        {answer.fields.length > 0 && (
          <>
            <Button icon="save" onPress={() => download('result.csv', 'text/csv', csv(answer))}>
              CSV
            </Button>
            <Button icon="save" onPress={() => download('result.json', 'application/json', json(answer))}>
              JSON
            </Button>
          </>
        )}
      </div>
      {answer.rows.length > SHOWN_MAX && (
        <p className="warn">
          The first {SHOWN_MAX.toLocaleString('en')} of {answer.rows.length.toLocaleString('en')} rows are shown; CSV
          and JSON have all of them.
        </p>
      )}
      {answer.fields.length > 0 && (
        <DataGrid
          className="sql-grid"
          aria-label="Rows"
          columns={columns}
          rows={rows}
          rowHeight={28}
          headerRowHeight={30}
          rowKeyGetter={(row) => row.number}
          defaultColumnOptions={{ resizable: true }}
          onCellDoubleClick={({ row, column }) => open(row, column.key)}
          onCellKeyDown={(args, event) => openByKey(args, event, open)}
          onCellCopy={copy}
        />
      )}
      <CellDialog cell={cell} onClose={() => setCell(null)} />
    </div>
  )
}

function openByKey(args: CellKeyDownArgs<Row>, event: CellKeyboardEvent, open: (row: Row, key: string) => void) {
  if (event.key === 'Enter' && args.row !== undefined && args.column !== undefined) {
    event.preventGridDefault()
    open(args.row, args.column.key)
  }
}

function copy({ row, column }: CellCopyArgs<Row>, event: React.ClipboardEvent) {
  event.preventDefault()
  event.clipboardData.setData('text/plain', row.values[Number(column.key)] ?? '')
}

function columnsOf(names: string[]): Column<Row>[] {
  const number: Column<Row> = {
    key: 'number',
    name: '#',
    width: 56,
    frozen: true,
    resizable: false,
    cellClass: 'muted',
  }
  const own = names.map((name, i): Column<Row> => ({
    key: String(i),
    name,
    width: 'max-content',
    minWidth: 80,
    maxWidth: 480,
    renderCell: ({ row }) => <Value value={row.values[i] ?? null} />,
  }))
  return [number, ...own]
}

function Value({ value }: { value: string | null }) {
  return value === null ? <em className="sql-null">NULL</em> : <span className="mono">{value.slice(0, 300)}</span>
}

function Told({ outcome }: { outcome: Outcome }) {
  const { answer, lane, cache, ageSeconds } = outcome
  const count = answer.rowCount ?? answer.rows.length
  return (
    <p role="status" className="row wrap">
      <strong>
        {answer.command} · {count.toLocaleString('en')} {count === 1 ? 'row' : 'rows'}
      </strong>
      <span className={`badge lane-${lane}`}>{lane.toUpperCase()}</span>
      {cache !== null && <span className={cache.startsWith('hit') ? 'badge good' : 'badge'}>{cache}</span>}
      {ageSeconds !== null && <span className="muted">{seconds(ageSeconds)} old</span>}
      <span className="muted">{millis(outcome.millis)}</span>
    </p>
  )
}
