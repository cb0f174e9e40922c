import { expect, it } from 'vitest'
import { cacheWords } from './ask'

it.each([
  ['Twinlane; hit; ttl=42', 'hit'],
  ['Twinlane; hit; ttl=-3', 'hit, stale'],
  ['Twinlane; fwd=miss; stored', 'miss, kept now'],
  ['Twinlane; fwd=miss; stored; collapsed', 'miss, shared with another request'],
  ['Twinlane; fwd=miss; detail=written', 'miss, not kept: written'],
  ['Twinlane; fwd=bypass; detail=volatile', 'bypass: volatile'],
])('says of %s: %s', (status, words) => {
  expect(cacheWords(status)).toBe(words)
})
