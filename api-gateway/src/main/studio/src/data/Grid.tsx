import { useEffect, useMemo, useRef, type UIEvent } from 'react'
import { DataGrid, type CellKeyboardEvent, type CellKeyDownArgs, type DataGridHandle, type SortColumn } from 'react-data-grid'
import 'react-data-grid/lib/styles.css'
import type { Table } from '../api/types'
import { say } from '../shell/parts/saying'
import { gridColumns, isEditable, isInline, stageValue, valueOf, type GridContext } from './columns'
import { GridRows, type GridRow } from './gridRows'
import { wrongWith } from './kinds'
import type { Row, Value } from './rest'
import { changeOf, isOf, stageDelete, undo, type Change } from './staged'
import type { Rows } from './useRows'

export const ROW_HEIGHT = 28
const HEADER_HEIGHT = 44

/** How the clipboard tells NULL from an empty text, to this grid alone. */
const NULL_TYPE = 'application/x-twinlane-null'

interface Props {
  context: GridContext
  rows: Rows
  staged: readonly Change[]
  /** The first row of those that one grid can hold. */
  offset: number
  /** How many rows there are from there. */
  length: number
  /** What is asked: where this is another, the first row comes into view. */
  asked: string
  onSort: (columns: readonly SortColumn[]) => void
  onReorder: (from: string, to: string) => void
}

/** A table's rows, of which only those in view exist. */
export function Grid({ context, rows, staged, offset, length, asked, onSort, onReorder }: Props) {
  const { table } = context
  const grid = useRef<DataGridHandle>(null)
  const before = useRef<GridRows | undefined>(undefined)
  const shown = useMemo(() => shownRows(table, rows, staged, offset, length, before.current), [table, rows, staged, offset, length])
  useEffect(() => {
    before.current = shown
  }, [shown])
  const array = useMemo(() => shown.asArray(), [shown])
  const columns = useMemo(() => gridColumns(context), [context])
  const sortColumns = useMemo<SortColumn[]>(
    () => context.sorts.map((sort) => ({ columnKey: sort.column, direction: sort.down ? 'DESC' : 'ASC' })),
    [context.sorts],
  )

  const look = (element: HTMLElement) => {
    const first = Math.floor(element.scrollTop / ROW_HEIGHT)
    rows.want(offset + first, offset + first + Math.ceil(element.clientHeight / ROW_HEIGHT) + 1)
  }
  useEffect(() => {
    const element = grid.current?.element
    if (element) {
      element.scrollTop = 0
      look(element)
    }
    // What is in view only jumps with the block of rows and the question.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [offset, asked])

  const onKey = (args: CellKeyDownArgs<GridRow>, event: CellKeyboardEvent) => {
    if (args.mode === 'EDIT' || args.row === undefined) {
      return
    }
    const handled = handleKey(context, args.row, args.column?.key, event)
    if (handled) {
      event.preventGridDefault()
      event.preventDefault()
    }
  }
  return (
    <DataGrid<GridRow>
      ref={grid}
      className="data-grid"
      aria-label={`Rows of ${table.name}`}
      columns={columns}
      rows={array}
      rowKeyGetter={(row) => (row.change?.kind === 'insert' ? -row.change.id : row.at)}
      rowHeight={ROW_HEIGHT}
      headerRowHeight={HEADER_HEIGHT}
      rowClass={rowClass}
      sortColumns={sortColumns}
      onSortColumnsChange={onSort}
      onColumnsReorder={onReorder}
      onScroll={(event: UIEvent<HTMLDivElement>) => look(event.currentTarget)}
      onCellKeyDown={onKey}
      onRowsChange={stagedElsewhere}
      onCellCopy={({ row, column }, event) => {
        const value = valueOf(row, column.key)
        event.clipboardData.setData('text/plain', value ?? '')
        if (value === null) {
          event.clipboardData.setData(NULL_TYPE, 'NULL')
        }
        event.preventDefault()
      }}
      onCellPaste={({ row, column }, event) => {
        const isNull = event.clipboardData.getData(NULL_TYPE) !== ''
        pasteInto(context, row, column.key, isNull ? null : event.clipboardData.getData('text/plain'))
        return row
      }}
      onCellDoubleClick={({ row, column }) => {
        const found = context.columns.find((each) => each.name === column.key)
        if (found !== undefined && !(isEditable(context, found, row) && isInline(found, valueOf(row, found.name)))) {
          context.onOpen(row)
        }
      }}
    />
  )
}

/** The grid takes pastes only where it may change rows; they are staged instead, and the rows stay as they are. */
function stagedElsewhere(): void {}

function shownRows(table: Table, rows: Rows, staged: readonly Change[], offset: number, length: number, before?: GridRows): GridRows {
  const inserts = staged.filter((change) => change.kind === 'insert' && isOf(change, table))
  const keyed = table.primaryKey.length > 0
  const change = (row: Row) => (keyed ? changeOf(staged, table, row) : undefined)
  return new GridRows(inserts.length + length, inserts, offset, rows.row, change, before)
}

/** The keys that the grid itself does not know. */
function handleKey(context: GridContext, row: GridRow, key: string | undefined, event: CellKeyboardEvent): boolean {
  const column = context.columns.find((each) => each.name === key)
  const value = column && valueOf(row, column.name)
  const editable = column !== undefined && isEditable(context, column, row)
  if (event.key === 'Enter' && event.altKey && column !== undefined) {
    context.onRelated(column.name, { ...row.read, ...row.change?.after })
    return true
  }
  if (event.key === ' ' || (event.key === 'Enter' && !(editable && isInline(column, value)))) {
    context.onOpen(row)
    return true
  }
  if (event.code === 'KeyN' && event.altKey && editable && column.nullable) {
    stageValue(context.table, row, column.name, null)
    return true
  }
  if (event.key === 'Delete' && !context.readOnly) {
    toggleDelete(context.table, row)
    return true
  }
  return false
}

/** Pastes a value as if it had been typed; what cannot be a value is not taken. */
function pasteInto(context: GridContext, row: GridRow, key: string, value: Value): void {
  const column = context.columns.find((each) => each.name === key)
  if (column === undefined || !isEditable(context, column, row)) {
    return
  }
  const why = value !== null ? wrongWith(column, value) : column.nullable ? null : 'This must not be NULL'
  if (why === null) {
    stageValue(context.table, row, key, value)
  } else {
    say(`${key}: ${why}`, 'bad')
  }
}

export function toggleDelete(table: Table, row: GridRow): void {
  if (row.change?.kind === 'insert') {
    undo(row.change.id)
  } else if (row.read !== undefined) {
    stageDelete(table, row.read)
  }
}

function rowClass(row: GridRow): string {
  const { change } = row
  return change === undefined ? '' : `row-${change.kind} ${change.failure || change.theirs !== undefined ? 'row-refused' : ''}`
}
