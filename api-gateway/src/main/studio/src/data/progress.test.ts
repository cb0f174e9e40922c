import { expect, it } from 'vitest'
import { PAGE_ROWS, type Answer } from './pages'
import { NOTHING, withCount, withPage } from './progress'

const page = (rows: number): Answer => ({ rows: Array.from({ length: rows }, () => ({})), cacheStatus: null, age: null })

it('a guess is never less than what has been seen', () => {
  const seen = withPage(NOTHING, 0, page(PAGE_ROWS))
  expect(withCount(seen, 7, true)).toMatchObject({ total: PAGE_ROWS, guessed: true })
  expect(withCount(seen, 9_000, true).total).toBe(9_000)
  expect(withCount(seen, 7, false)).toMatchObject({ total: 7, guessed: false })
})

it('what another question left of a total is not what has been seen', () => {
  expect(withCount({ ...NOTHING, total: 500 }, 7, true).total).toBe(7)
})

it('a page goes beyond a guess that was too low, and ends one that was too high', () => {
  const guessed = withCount(NOTHING, PAGE_ROWS, true)
  expect(withPage(guessed, 0, page(PAGE_ROWS)).total).toBe(2 * PAGE_ROWS)
  expect(withPage(withCount(NOTHING, 5_000, true), PAGE_ROWS, page(3)).total).toBe(PAGE_ROWS + 3)
})
