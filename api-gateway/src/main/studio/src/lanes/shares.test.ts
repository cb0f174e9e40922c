import { expect, it } from 'vitest'
import type { StatementShare } from '../api/types'
import { merged, ordered } from './shares'

function share(hash: string, part: Partial<StatementShare>): StatementShare {
  const none = {
    hits: 0,
    misses: 0,
    collapsed: 0,
    stale: 0,
    bypassed: 0,
    bytesServed: 0,
    savedMillis: 0,
    meanMillis: null,
  }
  return { hash, sql: `select ${hash}`, ...none, ...part }
}

function cache(...statements: StatementShare[]) {
  return { instance: 'q', enabled: true, entries: 0, bytes: 0, bytesMax: 0, outcomes: {}, ages: {}, statements }
}

it('adds up what several instances know of a statement', () => {
  const [one] = merged([
    cache(share('a', { hits: 3, misses: 1, meanMillis: 10 })),
    cache(share('a', { hits: 1, misses: 3, meanMillis: 2 })),
  ])
  expect(one).toMatchObject({ hits: 4, misses: 4, asked: 8, fromCache: 0.5, meanMillis: 4 })
})

it('puts first what is asked most, is slowest, or is cached least', () => {
  const all = merged([
    cache(
      share('hot', { hits: 100, misses: 1, meanMillis: 1 }),
      share('slow', { hits: 1, misses: 2, meanMillis: 900 }),
      share('now', { bypassed: 50 }),
    ),
  ])
  expect(ordered(all, 'asked', '')[0]!.hash).toBe('hot')
  expect(ordered(all, 'slowest', '').map((one) => one.hash)).toEqual(['slow', 'hot', 'now'])
  expect(ordered(all, 'uncached', '')[0]!.hash).toBe('now')
  expect(ordered(all, 'asked', 'SELECT slow').map((one) => one.hash)).toEqual(['slow'])
})
