import { beforeEach, expect, it } from 'vitest'
import { ApiError } from '../api/client'
import type { Change } from './staged'
import { SOMEBODY } from './testing'
import { inDoubt, isInDoubt, isTelling, isUnknown, keyOfWrite, settled } from './writeKeys'

const changes: Change[] = [1, 2].map((id) => ({ id, owner: SOMEBODY, schema: 'public', table: 't', kind: 'insert', key: {}, before: {}, after: { n: String(id) } }))
const bodyOf = (some: readonly Change[]) => JSON.stringify(some.map((change) => change.after))
const failure = (status: number, code: string) => new ApiError(status, { code, message: '' })

beforeEach(settled)

it('a body has one key until it is settled, and another body has another', () => {
  const key = keyOfWrite('[1]', changes)
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  expect(keyOfWrite('[1]', changes)).toBe(key)
  settled()
  const next = keyOfWrite('[1]', changes)
  expect(next).not.toBe(key)
  expect(keyOfWrite('[2]', changes)).not.toBe(next)
  expect(isInDoubt('[2]', changes)).toBe(true)
  // The same words of other changes are another write.
  expect(isInDoubt('[2]', changes.slice(1))).toBe(false)
})

it('what is in doubt is asked for by itself while it is as it was sent', () => {
  expect(inDoubt(changes, bodyOf)).toBeUndefined()
  const first = changes.slice(0, 1)
  keyOfWrite(bodyOf(first), first)
  expect(inDoubt(changes, bodyOf)).toEqual(first)
  expect(inDoubt([{ ...changes[0]!, after: { n: '7' } }, changes[1]!], bodyOf)).toBeUndefined()
  expect(inDoubt(changes.slice(1), bodyOf)).toBeUndefined()
})

it.each([
  [new TypeError('Failed to fetch'), true],
  [failure(503, 'TWL002'), true],
  [failure(409, 'TWL008'), true],
  [failure(502, '502'), true],
  [failure(500, 'TWL000'), true],
  [failure(503, 'TWL001'), false],
  [failure(503, '40001'), false],
  [failure(504, '57014'), false],
  [failure(406, 'PGRST116'), false],
  [failure(422, 'TWL009'), false],
  [failure(403, '403'), false],
  [failure(409, 'STUDIO_ACTING'), false],
])('%o leaves it unknown: %s', (error, unknown) => {
  expect(isUnknown(error)).toBe(unknown)
})

it('only who looked into the database tells what became of what was sent before', () => {
  expect(isTelling(failure(406, 'PGRST116'))).toBe(true)
  expect(isTelling(failure(409, '23505'))).toBe(true)
  expect(isTelling(failure(503, 'TWL001'))).toBe(false)
  expect(isTelling(failure(401, 'STUDIO_SESSION'))).toBe(false)
  expect(isTelling(failure(409, 'STUDIO_ACTING'))).toBe(false)
})
