import type { CacheOfService, Look } from '../api/types'

/** The outcomes of the cache, the best first. */
export const OUTCOMES = ['hit', 'stale', 'collapsed', 'miss', 'bypass'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const LANES = ['cached', 'direct', 'none'] as const
export type RequestLane = (typeof LANES)[number]

/** What happened between two looks, by the second. */
export interface Rate {
  /** Seconds since 1970. */
  at: number
  byLane: Record<RequestLane, number>
  byOutcome: Record<Outcome, number>
  bytes: number
  entries: number
}

/** How many seconds the charts reach back. */
export const SECONDS_KEPT = 300

/** The rates with what happened since a look, without those that are too old to be shown. */
export function withLook(rates: Rate[], before: Look | null, now: Look): Rate[] {
  if (before === null) {
    return rates
  }
  const rate = rateBetween(before, now)
  if (rate === null) {
    return rates
  }
  const oldest = rate.at - SECONDS_KEPT
  return [...rates.filter((kept) => kept.at >= oldest && kept.at < rate.at), rate]
}

/** Null where no time went by between the looks. */
export function rateBetween(before: Look, now: Look): Rate | null {
  const at = Date.parse(now.at) / 1000
  const seconds = at - Date.parse(before.at) / 1000
  if (!(seconds > 0)) {
    return null
  }
  const lanes = LANES.map((lane) => [lane, grown(before.requests.byLane[lane], now.requests.byLane[lane]) / seconds])
  const was = outcomesByInstance(before.caches)
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  for (const [instance, counts] of outcomesByInstance(now.caches)) {
    for (const outcome of OUTCOMES) {
      // an instance that was not there a moment ago brings counts of its whole life, which are no rate
      outcomes[outcome] += grown(was.get(instance)?.[outcome] ?? counts[outcome], counts[outcome]) / seconds
    }
  }
  return {
    at,
    byLane: Object.fromEntries(lanes) as Record<RequestLane, number>,
    byOutcome: outcomes,
    bytes: sum(now.caches.map((cache) => cache.bytes)),
    entries: sum(now.caches.map((cache) => cache.entries)),
  }
}

/** A count that shrank began again from nothing, as a process does. */
function grown(before: number | undefined, now: number | undefined): number {
  const count = now ?? 0
  return count < (before ?? 0) ? count : count - (before ?? 0)
}

function outcomesByInstance(caches: CacheOfService[]): Map<string, Record<Outcome, number>> {
  return new Map(caches.map((cache) => [cache.instance, byOutcome(cache.outcomes)]))
}

/** The counts of outcomes, with all reasons of a bypass together. */
export function byOutcome(outcomes: Record<string, number>): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  for (const [words, count] of Object.entries(outcomes)) {
    const outcome = words.split(/[^a-z]/)[0] as Outcome
    if (outcome in counts) {
      counts[outcome] += count
    }
  }
  return counts
}

/** How often each reason for a bypass was given, the most frequent first. */
export function bypassed(caches: CacheOfService[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const [words, count] of caches.flatMap((cache) => Object.entries(cache.outcomes))) {
    const reason = /^bypass[^a-z]+(?:detail=)?(.+)$/.exec(words)?.[1]
    if (reason !== undefined && count > 0) {
      counts.set(reason, (counts.get(reason) ?? 0) + count)
    }
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

/** The share of reads that the cache answered within the last seconds, from 0 to 1; null where nothing was read. */
export function hitRatio(rates: Rate[], seconds: number): number | null {
  const last = rates.slice(-seconds)
  const served = sum(last.map((rate) => rate.byOutcome.hit + rate.byOutcome.stale))
  const all = sum(last.flatMap((rate) => OUTCOMES.map((outcome) => rate.byOutcome[outcome])))
  return all === 0 ? null : served / all
}

export function sum(numbers: number[]): number {
  return numbers.reduce((whole, part) => whole + part, 0)
}
