import { ApiError } from '../api/client'
import type { Table } from '../api/types'
import { ask, columnsOf, named, orderOf, queryOf, type Row } from './rest'
import type { View } from './view'

const ROWS_AT_ONCE = 2_000

export type Format = 'csv' | 'json'

const TYPES: Record<Format, string> = { csv: 'text/csv', json: 'application/json' }

/**
 * The rows of a view as a file, gathered page by page so that neither side holds more than it must. A table with a key
 * is walked along it, so that the last page costs what the first does. No number is ever read, so none is rounded.
 */
export async function exported(table: Table, view: View, format: Format, signal: AbortSignal, onRows: (rows: number) => void): Promise<Blob> {
  const names = columnsOf(table, view).map((column) => column.name)
  const keyset = table.primaryKey.length > 0
  const headers: Record<string, string> = keyset ? { Prefer: 'page=keyset' } : {}
  const select = names.map((name) => (format === 'csv' ? `${named(name)}::text` : named(name))).join(',')
  const pieces: string[] = [format === 'csv' ? lineOf(names) : '[']
  let query: string | null = queryOf(view.filters, { select, order: orderOf(table, view.sorts), limit: String(ROWS_AT_ONCE) })
  let rows = 0
  let full = 0
  while (query !== null) {
    const answer = await askPage(table, query, { headers, signal })
    if (answer === null) {
      break
    }
    const text = await answer.text()
    const got = rowsIn(answer)
    if (got > 0) {
      pieces.push(format === 'csv' ? csvOf(text, names) : (rows > 0 ? ',\n' : '\n') + text.trim().slice(1, -1))
    }
    rows += got
    onRows(rows)
    full = Math.max(full, got)
    query = keyset ? nextByKey(got, answer.headers.get('Link')) : nextByOffset(query, got, full, rows)
  }
  pieces.push(format === 'csv' ? '' : '\n]\n')
  return new Blob(pieces, { type: TYPES[format] })
}

/** A page; null beyond the last row. */
async function askPage(table: Table, query: string, init: RequestInit): Promise<Response | null> {
  try {
    return await ask(table, query, init)
  } catch (error) {
    if (error instanceof ApiError && error.status === 416) {
      return null
    }
    throw error
  }
}

/** Of rows whose values are all texts; NULL is nothing at all, an empty text a pair of quotes, as COPY has it. */
function csvOf(json: string, names: readonly string[]): string {
  return (JSON.parse(json) as Row[]).map((row) => lineOf(names.map((name) => row[name] ?? null))).join('')
}

function lineOf(values: readonly (string | null)[]): string {
  return values.map((value) => (value === null ? '' : /^$|[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',') + '\r\n'
}

/** `Content-Range: 0-1999/*` says how many rows there are. */
function rowsIn(answer: Response): number {
  const [, from, to] = /^(\d+)-(\d+)\//.exec(answer.headers.get('Content-Range') ?? '') ?? []
  return from === undefined || to === undefined ? 0 : Number(to) - Number(from) + 1
}

/** The gateway says where the next page begins, whatever it holds a page to. */
export function nextByKey(got: number, link: string | null): string | null {
  const [, uri] = /<([^>]*)>;\s*rel="next"/.exec(link ?? '') ?? []
  return got === 0 || uri === undefined ? null : uri.slice(uri.indexOf('?') + 1)
}

/** DB_MAX_ROWS may hold every page to fewer rows than were asked for: the last is the one that has fewer than others. */
export function nextByOffset(query: string, got: number, full: number, rows: number): string | null {
  if (got === 0 || got < full) {
    return null
  }
  const terms = new URLSearchParams(query)
  terms.set('offset', String(rows))
  return terms.toString()
}

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
