import type { Column as GridColumn } from 'react-data-grid'
import type { Column, Table } from '../api/types'
import { Icon } from '../shell/parts/Icon'
import { CellEditor } from './CellEditor'
import { hasBreaks } from './format'
import type { GridRow } from './gridRows'
import { HeaderCell } from './HeaderCell'
import { isNumeric, isWritable, kindOf } from './kinds'
import { keyFrom } from './relations'
import type { Row, Value } from './rest'
import { amend, stageCell } from './staged'
import { ValueText } from './ValueText'
import type { Sort } from './view'

/** No column of a table is called nothing. */
const OPEN = ''

export interface GridContext {
  table: Table
  columns: readonly Column[]
  sorts: readonly Sort[]
  readOnly: boolean
  onRelated: (column: string, row: Row) => void
  onOpen: (row: GridRow) => void
}

/** The value that a cell shows: what is staged before what was read. */
export function valueOf(row: GridRow, column: string): Value | undefined {
  if (row.change !== undefined && row.change.kind !== 'delete' && column in row.change.after) {
    return row.change.after[column]
  }
  return row.read === undefined ? undefined : (row.read[column] ?? null)
}

/** Whether a cell is edited where it stands: JSON and what has several lines have their place in the panel. */
export function isInline(column: Column, value: Value | undefined): boolean {
  return kindOf(column) !== 'json' && !hasBreaks(value ?? '') && (value ?? '').length <= 300
}

export function isEditable(context: GridContext, column: Column, row: GridRow): boolean {
  const there = row.read !== undefined || row.change?.kind === 'insert'
  return !context.readOnly && there && row.change?.kind !== 'delete' && isWritable(column, row.change?.kind === 'insert')
}

export function stageValue(table: Table, row: GridRow, column: string, value: Value): void {
  if (row.change?.kind === 'insert') {
    amend(row.change, column, value)
  } else if (row.read !== undefined) {
    stageCell(table, row.read, column, value)
  }
}

export function gridColumns(context: GridContext): GridColumn<GridRow>[] {
  return [openColumn(context), ...context.columns.map((column) => gridColumn(context, column))]
}

/** The way into a row for whoever has a finger and no keys. */
function openColumn(context: GridContext): GridColumn<GridRow> {
  return {
    key: OPEN,
    name: 'Open the row',
    width: 36,
    minWidth: 36,
    frozen: true,
    headerCellClass: 'grid-header',
    cellClass: 'open-cell',
    renderHeaderCell: () => <span className="hidden-text">Open the row</span>,
    renderCell: ({ row, tabIndex }) =>
      row.read === undefined && row.change === undefined ? null : (
        <button type="button" className="open-button" tabIndex={tabIndex} aria-label="Open the row" onClick={() => context.onOpen(row)}>
          <Icon name="right" />
        </button>
      ),
  }
}

function gridColumn(context: GridContext, column: Column): GridColumn<GridRow> {
  const { table } = context
  return {
    key: column.name,
    name: column.name,
    resizable: true,
    sortable: true,
    draggable: true,
    width: widthOf(column),
    minWidth: 70,
    headerCellClass: 'grid-header',
    renderHeaderCell: () => <HeaderCell column={column} table={table} sorts={context.sorts} />,
    cellClass: (row) => cellClass(column, row),
    editable: (row) => isEditable(context, column, row) && isInline(column, valueOf(row, column.name)),
    renderCell: ({ row, tabIndex }) => <Cell context={context} column={column} row={row} tabIndex={tabIndex} />,
    renderEditCell: ({ row, onClose }) => (
      <CellEditor
        column={column}
        value={valueOf(row, column.name)}
        onStage={(value) => stageValue(table, row, column.name, value)}
        onClose={() => onClose(false, true)}
      />
    ),
  }
}

function Cell({ context, column, row, tabIndex }: { context: GridContext; column: Column; row: GridRow; tabIndex: number }) {
  if (row.read === undefined && row.change === undefined) {
    return <span className="coming" aria-label="loading" />
  }
  const value = valueOf(row, column.name)
  const shown = { ...row.read, ...row.change?.after }
  const key = keyFrom(context.table, column.name, shown)
  if (key === undefined) {
    return <ValueText column={column} value={value} />
  }
  return (
    <span className="cell-related">
      <span className="cut">
        <ValueText column={column} value={value} />
      </span>
      <button
        type="button"
        className="related-button"
        tabIndex={tabIndex}
        aria-label={`Open the related row of ${key.toTable}`}
        title={`${key.toTable} (Alt+Enter)`}
        onDoubleClick={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation()
          context.onRelated(column.name, shown)
        }}
      >
        <Icon name="link" />
      </button>
    </span>
  )
}

function cellClass(column: Column, row: GridRow): string {
  const changed = row.change?.kind === 'update' && column.name in row.change.after
  const wrong = row.change?.failure?.columns[column.name] !== undefined
  return [isNumeric(column) ? 'number' : '', changed ? 'changed' : '', wrong ? 'wrong' : ''].join(' ')
}

function widthOf(column: Column): number {
  switch (kindOf(column)) {
    case 'integer':
    case 'boolean':
      return column.udt === 'int8' ? 170 : Math.max(100, 40 + column.name.length * 8)
    case 'text':
    case 'json':
    case 'timestamptz':
    case 'uuid':
      return 220
    case 'decimal':
      return 200
    case 'enum':
    case 'float':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'bytea':
    case 'array':
    case 'other':
      return 160
  }
}
