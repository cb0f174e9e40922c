import { PAGE_ROWS, type Answer } from './pages'

/** What is known of the rows of a view so far. */
export const NOTHING = {
  total: 0,
  /** Rows that are there for sure, as they were seen. */
  seen: 0,
  guessed: false,
  ready: false,
  error: null as unknown,
  version: 0,
  cacheStatus: null as string | null,
  age: null as string | null,
}

export type Progress = typeof NOTHING

/** A page also tells whether the total was guessed too low or too high. */
export function withPage(now: Progress, offset: number, answer: Answer): Progress {
  const end = offset + answer.rows.length
  const last = answer.rows.length < PAGE_ROWS
  const total = last && (answer.rows.length > 0 || offset === 0) ? end : now.guessed && end >= now.total ? end + PAGE_ROWS : Math.max(now.total, end)
  const seen = answer.rows.length > 0 ? Math.max(now.seen, end) : now.seen
  return { ...now, total, seen, ready: true, error: null, version: now.version + 1, cacheStatus: answer.cacheStatus, age: answer.age }
}

/** PostgreSQL's guess does not take back what was seen; what it counted is so. */
export function withCount(now: Progress, total: number, guessed: boolean): Progress {
  return { ...now, total: guessed ? Math.max(total, now.seen) : total, guessed }
}
