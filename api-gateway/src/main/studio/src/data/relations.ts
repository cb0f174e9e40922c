import type { ForeignKey, Schema, Table } from '../api/types'
import { equals, type Row } from './rest'
import { placeOf } from './view'

/** The foreign key that a column begins, if its values are all there. */
export function keyFrom(table: Table, column: string, row: Row): ForeignKey | undefined {
  return table.foreignKeys.find((key) => key.columns[0] === column && key.columns.every((name) => (row[name] ?? null) !== null))
}

/** The place of the row that a foreign key leads to. */
export function relatedPlace(key: ForeignKey, row: Row): string {
  const filters = key.toColumns.map((name, at) => equals(name, row[key.columns[at]!] ?? null))
  return placeOf({ schema: key.toSchema, table: key.toTable, filters, open: true })
}

/** Every foreign key that leads to a table, with the table that has it. */
export function referencing(schema: Schema, table: Table): { from: Table; key: ForeignKey }[] {
  return schema.tables.flatMap((from) =>
    from.foreignKeys
      .filter((key) => key.toSchema === table.schema && key.toTable === table.name)
      .map((key) => ({ from, key })),
  )
}

/** What tells the rows that refer to a row by a foreign key. */
export function referringFilters(key: ForeignKey, row: Row) {
  return key.columns.map((name, at) => equals(name, row[key.toColumns[at]!] ?? null))
}
