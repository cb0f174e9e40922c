import type { ForeignKey, Table } from '../api/types'

/** How much of a table its box shows. */
export type Detail = 'all' | 'keys' | 'names'

export interface BoxRow {
  column: string
  type: string
  primary: boolean
  foreign: boolean
  nullable: boolean
}

/** A table as a box, before it has a place. */
export interface Box {
  id: string
  schema: string
  name: string
  kind: Table['kind']
  rows: BoxRow[]
  /** How many columns are not shown. */
  more: number
  width: number
  height: number
}

/** From the table that refers, to the one that is referred to. */
export interface Link {
  id: string
  from: string
  to: string
  name: string
  columns: string[]
  toColumns: string[]
  /** At most one row refers to each. */
  single: boolean
  /** A row may refer to none. */
  optional: boolean
}

export const HEAD = 28
export const ROW = 20
/** The width of a character of the monospaced font at 12 pixels. */
const CHARACTER = 7.3
const WIDTH_MAX = 380
/** Of a type, the rest is cut off: enums and the like may have long names. */
const TYPE_MAX = 22

export const idOf = (schema: string, name: string) => `${schema}.${name}`

export function boxOf(table: Table, detail: Detail): Box {
  const foreign = new Set(table.foreignKeys.flatMap((key) => key.columns))
  const all = table.columns.map((column) => ({
    column: column.name,
    type: short(column.type),
    primary: table.primaryKey.includes(column.name),
    foreign: foreign.has(column.name),
    nullable: column.nullable,
  }))
  const rows = detail === 'names' ? [] : detail === 'keys' ? all.filter((row) => row.primary || row.foreign) : all
  const more = detail === 'names' ? 0 : all.length - rows.length
  const longest = Math.max(
    (table.name.length + 4) * 1.1,
    ...rows.map((row) => row.column.length + row.type.length + 10),
  )
  return {
    id: idOf(table.schema, table.name),
    schema: table.schema,
    name: table.name,
    kind: table.kind,
    rows,
    more,
    width: Math.round(Math.min(WIDTH_MAX, Math.max(120, longest * CHARACTER))),
    height: HEAD + ROW * (rows.length + (more > 0 ? 1 : 0)) + (rows.length + more > 0 ? 6 : 0),
  }
}

/** The foreign keys between tables that are shown. */
export function linksOf(tables: Table[]): Link[] {
  const shown = new Set(tables.map((table) => idOf(table.schema, table.name)))
  return tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => shown.has(idOf(key.toSchema, key.toTable)))
      .map((key) => ({
        id: `${idOf(table.schema, table.name)}.${key.name}`,
        from: idOf(table.schema, table.name),
        to: idOf(key.toSchema, key.toTable),
        name: key.name,
        columns: key.columns,
        toColumns: key.toColumns,
        single: isUnique(table, key),
        optional: key.columns.some((name) => table.columns.find((column) => column.name === name)?.nullable ?? false),
      })),
  )
}

const SHORT: [RegExp, string][] = [
  [/^timestamp(\(\d\))? with time zone/, 'timestamptz'],
  [/^time(\(\d\))? with time zone/, 'timetz'],
  [/ without time zone/, ''],
  [/^character varying/, 'varchar'],
]

function short(type: string): string {
  const name = SHORT.reduce((text, [long, brief]) => text.replace(long, brief), type)
  return name.length > TYPE_MAX ? name.slice(0, TYPE_MAX - 1) + '…' : name
}

function isUnique(table: Table, key: ForeignKey): boolean {
  const uniques = [table.primaryKey, ...table.unique.map((unique) => unique.columns)]
  return uniques.some((columns) => columns.length > 0 && columns.every((column) => key.columns.includes(column)))
}
