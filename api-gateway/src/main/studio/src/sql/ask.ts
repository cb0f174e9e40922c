import { send } from '../api/client'
import type { SqlAnswer, SqlQuestion } from '../api/types'

export type Lane = 'cached' | 'direct'

/** An answer and what its headers tell of how it came about. */
export interface Outcome {
  answer: SqlAnswer
  lane: Lane
  /** Cache-Status in words; null where the cache had no part in it. */
  cache: string | null
  ageSeconds: number | null
  millis: number
}

/** Runs one statement; aborting the signal cancels it in PostgreSQL. Fails with an ApiError. */
export async function ask(lane: Lane, question: SqlQuestion, signal: AbortSignal): Promise<Outcome> {
  const began = performance.now()
  const response = await send('POST', `/sql/${lane}`, question, {}, signal)
  const body = (await response.json()) as SqlAnswer | { results: SqlAnswer[] }
  const age = response.headers.get('Age')
  const status = response.headers.get('Cache-Status')
  return {
    answer: 'results' in body ? body.results[0]! : body,
    lane,
    cache: status === null ? null : cacheWords(status),
    ageSeconds: age === null ? null : Number(age),
    millis: performance.now() - began,
  }
}

const REASON = /detail="?([\w-]+)"?/

/** What a header Cache-Status (RFC 9211) says, in a few words. */
export function cacheWords(status: string): string {
  const detail = REASON.exec(status)?.[1]
  if (/;\s*hit/.test(status)) {
    return /ttl=-/.test(status) ? 'hit, stale' : 'hit'
  }
  if (status.includes('fwd=bypass')) {
    return detail === undefined ? 'bypass' : `bypass: ${detail}`
  }
  if (status.includes('collapsed')) {
    return 'miss, shared with another request'
  }
  if (status.includes('stored')) {
    return 'miss, kept now'
  }
  return detail === undefined ? 'miss' : `miss, not kept: ${detail}`
}
