import { useEffect, useMemo, useState } from 'react'
import type { SortColumn } from 'react-data-grid'
import type { Table } from '../api/types'
import { Button } from '../shell/parts/Button'
import { ProblemBox } from '../shell/parts/ProblemBox'
import { useStudio } from '../shell/studio'
import { Blocks, blockRows } from './Blocks'
import { ColumnChooser } from './ColumnChooser'
import type { GridContext } from './columns'
import { Export } from './Export'
import { Filters } from './Filters'
import { Grid } from './Grid'
import type { GridRow } from './gridRows'
import { shownColumns, whyReadOnly } from './kinds'
import { keyFrom, relatedPlace } from './relations'
import { columnsOf } from './rest'
import { RowPanel } from './RowPanel'
import { StagedBar } from './StagedBar'
import { isOf, stageInsert, type Change } from './staged'
import { StatusLine } from './StatusLine'
import { useOpenRow } from './useOpenRow'
import { useRows } from './useRows'
import { placeOf, type View } from './view'

interface Props {
  table: Table
  view: View
  /** What is staged as whom the session acts as. */
  staged: readonly Change[]
  /** As whom it is asked: other rows for other roles. */
  who: string
  /** Shows the list of tables where there is no room for both. */
  onList: () => void
}

/** The rows of one table: what is shown of them, and what is staged. */
export function TableView({ table, view, staged, who, onList }: Props) {
  const { schema, session, go, place } = useStudio()
  const rows = useRows(table, view, who)
  const [block, setBlock] = useState(0)
  const why = whyReadOnly(table, session.readOnly)
  const readOnly = why !== null
  const { open, setOpen, close } = useOpenRow(table, rows, staged, who, view.open)

  const show = (change: Partial<View>) => go('data', placeOf({ ...view, open: false, ...change }))
  const context = useMemo<GridContext>(() => {
    const { sorts, ...rest } = { ...view, sorts: view.sorts }
    return {
      table,
      columns: columnsOf(table, rest),
      sorts,
      readOnly,
      onRelated: (column, row) => {
        const key = keyFrom(table, column, row)
        if (key !== undefined) {
          go('data', relatedPlace(key, row))
        }
      },
      onOpen: (row: GridRow) => setOpen(row.change?.kind === 'insert' ? { insert: row.change.id } : { read: row.read ?? {} }),
    }
    // The address tells the whole view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [table, place, readOnly, go, setOpen])
  useEffect(() => setBlock(0), [place])

  const offset = block * blockRows()
  const length = Math.min(blockRows(), Math.max(0, rows.total - offset))
  const inserts = staged.some((change) => change.kind === 'insert' && isOf(change, table))
  const insert = () => {
    const id = stageInsert(table)
    setOpen({ insert: id })
  }
  return (
    <div className="data-main">
      <div className="toolbar">
        <span className="narrow-only">
          <Button icon="menu" onPress={onList} label="Tables" />
        </span>
        <h2 className="cut" title={table.comment ?? undefined}>
          {table.name}
        </h2>
        {table.rowSecurity && <span className="badge" title="Row-level security decides which rows a role sees">RLS</span>}
        <Filters columns={shownColumns(table)} filters={view.filters} onChange={(filters) => show({ filters })} />
        <span className="grow" />
        <ColumnChooser all={shownColumns(table)} shown={context.columns} onChange={(columns) => show({ columns })} />
        <Export table={table} view={view} total={rows.total} />
        <Button icon="reload" label="Read again, past the cache" onPress={rows.refresh} />
        {!readOnly && (
          <Button look="primary" icon="plus" onPress={insert}>
            Row
          </Button>
        )}
      </div>
      {why !== null && <p className="note">{why}</p>}
      {rows.error !== null && (
        <div className="note">
          <ProblemBox error={rows.error} />
          <Button onPress={rows.refresh}>Try again</Button>
        </div>
      )}
      <div className="grid-and-panel">
        <div className="grid-place">
          {length === 0 && !inserts && (rows.ready || rows.error !== null) ? (
            <div className="empty">
              {rows.error !== null ? 'Nothing can be shown.' : view.filters.length > 0 ? 'No row satisfies the filters.' : 'This table has no rows that this role sees.'}
              {view.filters.length > 0 && <Button onPress={() => show({ filters: [] })}>Remove the filters</Button>}
            </div>
          ) : (
            <Grid
              context={context}
              rows={rows}
              staged={staged}
              offset={offset}
              length={length}
              asked={JSON.stringify([view.filters, view.sorts])}
              onSort={(sorts) => show({ sorts: sorts.map(sortOf) })}
              onReorder={(from, to) => show({ columns: moved(context.columns.map((column) => column.name), from, to) })}
            />
          )}
          <Blocks total={rows.total} block={block} onBlock={setBlock} />
        </div>
        {open !== null && <RowPanel schema={schema} table={table} row={open} who={who} readOnly={readOnly} onClose={close} />}
      </div>
      <StagedBar table={table} own={staged} onOther={rows.refresh} />
      <StatusLine rows={rows} filtered={view.filters.length > 0} />
    </div>
  )
}

function sortOf(sort: SortColumn) {
  return { column: sort.columnKey, down: sort.direction === 'DESC' }
}

function moved(names: string[], from: string, to: string): string[] {
  const rest = names.filter((name) => name !== from)
  rest.splice(names.indexOf(to), 0, from)
  return rest
}
