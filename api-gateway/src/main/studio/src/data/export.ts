import type { Table } from '../api/types'
import { ask, columnsOf, named, orderOf, queryOf } from './rest'
import type { View } from './view'

const ROWS_AT_ONCE = 2_000

export type Format = 'csv' | 'json'

const TYPES: Record<Format, string> = { csv: 'text/csv', json: 'application/json' }

/**
 * The rows of a view as a file, gathered page by page so that neither side holds more than it must. A table with a key
 * is walked along it, so that the last page costs what the first does. The numbers stay the text that they are.
 */
export async function exported(table: Table, view: View, format: Format, signal: AbortSignal, onRows: (rows: number) => void): Promise<Blob> {
  const pieces: BlobPart[] = format === 'json' ? ['['] : []
  const select = columnsOf(table, view).map((column) => named(column.name)).join(',')
  const keyset = table.primaryKey.length > 0
  let query: string | null = queryOf(view.filters, { select, order: orderOf(table, view.sorts), limit: String(ROWS_AT_ONCE) })
  let rows = 0
  while (query !== null) {
    const headers: Record<string, string> = { Accept: TYPES[format], ...(keyset ? { Prefer: 'page=keyset' } : {}) }
    const answer = await ask(table, query, { headers, signal })
    const text = await answer.text()
    const got = rowsIn(answer, rows)
    if (got > 0) {
      pieces.push(format === 'json' ? (rows > 0 ? ',\n' : '\n') + text.trim().slice(1, -1) : rows > 0 ? '\n' + withoutHeader(text) : text.trimEnd())
    } else if (rows === 0 && format === 'csv') {
      pieces.push(text.trimEnd())
    }
    rows += got
    onRows(rows)
    query = got < ROWS_AT_ONCE ? null : keyset ? nextOf(answer) : withOffset(query, rows)
  }
  pieces.push(format === 'json' ? '\n]\n' : '\n')
  return new Blob(pieces, { type: TYPES[format] })
}

/** `Content-Range: 0-1999/*` says how many rows there are; `*` that there are none. */
function rowsIn(answer: Response, _before: number): number {
  const [, from, to] = /^(\d+)-(\d+)\//.exec(answer.headers.get('Content-Range') ?? '') ?? []
  return from === undefined || to === undefined ? 0 : Number(to) - Number(from) + 1
}

/** The names of columns may hold line breaks, in quotes. */
function withoutHeader(csv: string): string {
  let quoted = false
  for (let at = 0; at < csv.length; at++) {
    if (csv[at] === '"') {
      quoted = !quoted
    } else if (csv[at] === '\n' && !quoted) {
      return csv.slice(at + 1).trimEnd()
    }
  }
  return ''
}

function nextOf(answer: Response): string | null {
  const [, uri] = /<([^>]*)>;\s*rel="next"/.exec(answer.headers.get('Link') ?? '') ?? []
  return uri === undefined ? null : uri.slice(uri.indexOf('?') + 1)
}

function withOffset(query: string, rows: number): string {
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
