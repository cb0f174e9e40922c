import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import type { Table } from '../api/types'
import { isAbort } from '../shell/parts/saying'
import { Pages, PAGE_ROWS, type Answer, type ReadPage } from './pages'
import { NOTHING, withCount, withPage } from './progress'
import { allAsText, ask, countRows, FRESH, orderOf, queryOf, type Row } from './rest'
import type { View } from './view'

/** Up to this estimate rows are counted one by one when a table is opened. */
const COUNTED_MAX = 5_000_000

export interface Rows {
  total: number
  /** Whether the total is PostgreSQL's guess. */
  guessed: boolean
  /** False until the first page or an error is there. */
  ready: boolean
  error: unknown
  /** Grows with each page that came. */
  version: number
  cacheStatus: string | null
  age: string | null
  row: (at: number) => Row | undefined
  find: (found: (row: Row) => boolean) => number
  want: (from: number, to: number) => void
  /** Reads again, past the cache. */
  refresh: () => void
  countExactly: () => void
}

/** The rows of a view, read page by page as they come into view, as the role `who`. */
export function useRows(table: Table, view: View, who: string): Rows {
  const [state, setState] = useState(NOTHING)
  const [round, setRound] = useState(0)
  const roundSeen = useRef(0)
  const asked = JSON.stringify([table.schema, table.name, view.filters, view.sorts, who])
  const pages = useRef<Pages | null>(null)
  /** Is aborted once another view is asked for. */
  const leaving = useRef<AbortSignal | undefined>(undefined)
  const inView = useRef<[number, number]>([0, PAGE_ROWS - 1])

  useEffect(() => {
    const abort = new AbortController()
    // Another question is asked of the cache again.
    const headers: Record<string, string> = round !== roundSeen.current ? FRESH : {}
    roundSeen.current = round
    const terms = { select: allAsText(table), order: orderOf(table, view.sorts) }
    const read = async (offset: number, limit: number, signal: AbortSignal): Promise<Answer> => {
      const query = queryOf(view.filters, { ...terms, limit: String(limit), offset: String(offset) })
      try {
        const answer = await readPage(table, query, { headers, signal })
        return { rows: (await answer.json()) as Row[], cacheStatus: answer.headers.get('Cache-Status'), age: answer.headers.get('Age') }
      } catch (error) {
        if (limit > 1 && error instanceof ApiError && error.status === 507) {
          return inPieces(read, offset, limit, signal)
        }
        throw error
      }
    }
    const failed = (error: unknown) => {
      if (!isAbort(error)) {
        setState((now) => ({ ...now, ready: true, error }))
      }
    }
    const here = new Pages(read, (offset, answer) => setState((now) => withPage(now, offset, answer)), failed)
    pages.current = here
    // What is there stays as long as it takes to read again, so that nothing jumps.
    setState((now) => ({ ...NOTHING, version: now.version + 1, total: now.total, ready: false }))
    here.want(...inView.current)
    const how = (table.rowEstimate ?? 0) > COUNTED_MAX ? 'planned' : 'exact'
    countRows(table, view.filters, how, { headers, signal: abort.signal }).then(
      (total) => !abort.signal.aborted && setState((now) => withCount(now, total, how === 'planned')),
      failed,
    )
    leaving.current = abort.signal
    return () => {
      abort.abort()
      here.close()
    }
    // The view is compared by what it asks, not by its identity.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, round])

  const want = useCallback((from: number, to: number) => {
    inView.current = [from, to]
    pages.current?.want(from, to)
  }, [])
  const refresh = useCallback(() => setRound((now) => now + 1), [])
  const countExactly = () => {
    const signal = leaving.current
    void countRows(table, view.filters, 'exact', { signal }).then(
      (total) => !signal?.aborted && setState((now) => withCount(now, total, false)),
      (error: unknown) => !signal?.aborted && setState((now) => ({ ...now, error })),
    )
  }
  return useMemo(
    () => ({
      ...state,
      row: (at) => pages.current?.row(at),
      find: (found) => pages.current?.find(found) ?? -1,
      want,
      refresh,
      countExactly,
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [state, want, refresh],
  )
}

/** Rows that are too large to come together come in tens, and then one by one. */
async function inPieces(read: ReadPage, offset: number, limit: number, signal: AbortSignal): Promise<Answer> {
  const size = Math.max(1, Math.floor(limit / 10))
  const rows: Row[] = []
  let last: Answer = { rows, cacheStatus: null, age: null }
  for (let at = 0; at < limit; at += size) {
    last = await read(offset + at, Math.min(size, limit - at), signal)
    rows.push(...last.rows)
    if (last.rows.length < Math.min(size, limit - at)) {
      break
    }
  }
  return { ...last, rows }
}

/** Beyond the last row there is an empty page, not an error. */
async function readPage(table: Table, query: string, init: RequestInit): Promise<Response> {
  try {
    return await ask(table, query, init)
  } catch (error) {
    if (error instanceof ApiError && error.status === 416) {
      return new Response('[]')
    }
    throw error
  }
}
