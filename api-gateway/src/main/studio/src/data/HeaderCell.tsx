import type { Column, Table } from '../api/types'
import { Icon } from '../shell/parts/Icon'
import type { Sort } from './view'

interface Props {
  column: Column
  table: Table
  sorts: readonly Sort[]
}

/** A column's name, with its type, whether it is a key, and how it is sorted. */
export function HeaderCell({ column, table, sorts }: Props) {
  const at = sorts.findIndex((sort) => sort.column === column.name)
  const isKey = table.primaryKey.includes(column.name)
  const refers = table.foreignKeys.some((key) => key.columns.includes(column.name))
  return (
    <div className="header-cell" title={column.comment ?? `${column.name} ${column.type}`}>
      <span className="header-name">
        {isKey && <Icon name="key" />}
        {isKey && <span className="hidden-text">primary key</span>}
        {refers && <Icon name="link" />}
        {refers && <span className="hidden-text">foreign key</span>}
        <span className="cut">{column.name}</span>
        {at >= 0 && <Icon name={sorts[at]!.down ? 'down' : 'up'} />}
        {at >= 0 && sorts.length > 1 && <span className="header-place">{at + 1}</span>}
      </span>
      <span className="header-type cut">
        {column.type}
        {column.nullable ? '' : ' · not null'}
      </span>
    </div>
  )
}
