import { describe, expect, it } from 'vitest'
import type { Look } from '../api/types'
import { bypassed, hitRatio, type Rate, rateBetween, withLook } from './rates'

function look(second: number, cached: number, outcomes: Record<string, number>, instance = 'q1'): Look {
  const cache = { instance, enabled: true, entries: 2, bytes: 100, bytesMax: 1000, outcomes, ages: {}, statements: [] }
  return {
    at: new Date(second * 1000).toISOString(),
    caches: [cache],
    pools: [],
    requests: { byLane: { cached, direct: 0 }, failed: 0 },
  }
}

describe('rates', () => {
  it('are what was added, by the second', () => {
    const rate = rateBetween(
      look(10, 100, { hit: 50, 'bypass;volatile': 1 }),
      look(12, 140, { hit: 80, 'bypass;volatile': 3, 'bypass;system': 2 }),
    )!
    expect(rate.byLane).toEqual({ cached: 20, direct: 0, none: 0 })
    expect(rate.byOutcome).toEqual({ hit: 15, stale: 0, collapsed: 0, miss: 0, bypass: 2 })
  })

  it('begin again with a process that does', () => {
    const rate = rateBetween(look(10, 1000, { hit: 500 }), look(11, 3, { hit: 2 }))!
    expect(rate.byLane.cached).toBe(3)
    expect(rate.byOutcome.hit).toBe(2)
  })

  it('leave the past of an instance that comes out', () => {
    expect(rateBetween(look(10, 0, { hit: 5 }), look(11, 0, { hit: 5000 }, 'q2'))!.byOutcome.hit).toBe(0)
  })

  it('are none without time between', () => {
    expect(rateBetween(look(10, 0, {}), look(10, 5, {}))).toBeNull()
    expect(withLook([], null, look(10, 5, {}))).toEqual([])
  })

  it('are kept for five minutes', () => {
    let rates: Rate[] = []
    for (let second = 1; second < 400; second++) {
      rates = withLook(rates, look(second - 1, 0, {}), look(second, 0, {}))
    }
    expect(rates).toHaveLength(301)
    expect(rates.at(-1)!.at).toBe(399)
  })
})

it('tells the share that the cache answered', () => {
  const rates = withLook([], look(0, 0, {}), look(1, 0, { hit: 6, stale: 3, miss: 1, 'bypass;system': 2 }))
  expect(hitRatio(rates, 10)).toBe(0.75)
  expect(hitRatio([], 10)).toBeNull()
})

it('tells bypasses apart by reason', () => {
  const caches = look(0, 0, { hit: 1, 'bypass;volatile': 1, 'bypass; detail=system': 4, 'bypass;locking': 0 }).caches
  expect(bypassed(caches)).toEqual([
    { reason: 'system', count: 4 },
    { reason: 'volatile', count: 1 },
  ])
})
