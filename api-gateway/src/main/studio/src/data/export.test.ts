import { expect, it } from 'vitest'
import { nextByKey, nextByOffset } from './export'

it('a page that the gateway holds short is followed by the next one', () => {
  expect(nextByKey(100, '<?select=id&limit=2000&after=abc>; rel="next"')).toBe('select=id&limit=2000&after=abc')
  expect(nextByKey(100, null)).toBeNull()
  expect(nextByKey(0, '<?after=abc>; rel="next"')).toBeNull()
})

it('without a key the last page is one that has fewer rows than others, or none', () => {
  expect(nextByOffset('limit=2000', 100, 100, 100)).toBe('limit=2000&offset=100')
  expect(nextByOffset('limit=2000&offset=100', 100, 100, 200)).toBe('limit=2000&offset=200')
  expect(nextByOffset('limit=2000&offset=200', 7, 100, 207)).toBeNull()
  expect(nextByOffset('limit=2000', 0, 0, 0)).toBeNull()
})
