import { request } from '../api/client'
import type { Column, Table } from '../api/types'
import { shownColumns } from './kinds'
import type { Filter, Sort, View } from './view'

/** A value as PostgreSQL's text; null is NULL. */
export type Value = string | null

/** A row with every value as text. */
export type Row = Record<string, Value>

export const FRESH = { 'Cache-Control': 'no-cache' }

/** What means something else in a query unless it is in quotes. */
const RESERVED = new Set(['select', 'order', 'limit', 'offset', 'and', 'or', 'not', 'columns', 'on_conflict', 'after', 'apikey'])

/** A name as it stands in a query: in quotes unless it is plain. */
export function named(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** All columns as text: a number of JSON would be rounded. */
export function allAsText(table: Table): string {
  return shownColumns(table).map((column) => `${named(column.name)}::text`).join(',')
}

/** The term that a filter is in a query. */
export function termOf(filter: Filter): [string, string] {
  const name = named(filter.column)
  switch (filter.operator) {
    case 'null':
      return [name, 'is.null']
    case 'notnull':
      return [name, 'not.is.null']
    case 'in':
      return [name, `in.(${filter.value})`]
    default:
      return [name, `${filter.operator}.${filter.value}`]
  }
}

export function equals(column: string, value: Value): Filter {
  return value === null ? { column, operator: 'null', value: '' } : { column, operator: 'eq', value }
}

/** The sort that was chosen and then the key, so that no row is on two pages. */
export function orderOf(table: Table, sorts: readonly Sort[]): string {
  const chosen = sorts.map((sort) => `${named(sort.column)}.${sort.down ? 'desc' : 'asc'}`)
  const rest = table.primaryKey.filter((name) => !sorts.some((sort) => sort.column === name)).map((name) => `${named(name)}.asc`)
  return [...chosen, ...rest].join(',')
}

export function queryOf(filters: readonly Filter[], terms: Record<string, string> = {}): string {
  const query = new URLSearchParams()
  filters.forEach((filter) => query.append(...termOf(filter)))
  Object.entries(terms).forEach(([name, value]) => value !== '' && query.set(name, value))
  return query.toString()
}

export function pathOf(table: Pick<Table, 'name'>, query: string): string {
  return `/${encodeURIComponent(table.name)}${query === '' ? '' : '?' + query}`
}

export function ask(table: Pick<Table, 'schema' | 'name'>, query: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('Accept-Profile', table.schema)
  return request('/rest/v1' + pathOf(table, query), { ...init, headers })
}

export function keyFilters(table: Table, row: Row): Filter[] {
  return table.primaryKey.map((name) => equals(name, row[name] ?? null))
}

/** The row with a key as it is now, past the cache; null if it is gone or hidden. */
export async function readRow(table: Table, key: Row, signal?: AbortSignal): Promise<Row | null> {
  const query = queryOf(keyFilters(table, key), { select: allAsText(table), limit: '1' })
  const rows = (await (await ask(table, query, { headers: FRESH, signal })).json()) as Row[]
  return rows[0] ?? null
}

/** How many rows there are that satisfy the filters. */
export async function countRows(
  table: Pick<Table, 'schema' | 'name'>,
  filters: readonly Filter[],
  how: 'exact' | 'planned',
  init: RequestInit = {},
): Promise<number> {
  const headers = { ...(init.headers as Record<string, string>), Prefer: `count=${how}` }
  const answer = await ask(table, queryOf(filters, { limit: '1' }), { ...init, method: 'HEAD', headers })
  return Number(/\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1] ?? 0)
}

/** The columns of a view, in its order. */
export function columnsOf(table: Table, view: Pick<View, 'columns'>): Column[] {
  const all = shownColumns(table)
  return view.columns === null ? all : view.columns.flatMap((name) => all.filter((column) => column.name === name))
}
