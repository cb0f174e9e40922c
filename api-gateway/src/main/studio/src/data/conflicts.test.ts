import { expect, it } from 'vitest'
import { comparedOf, differingOf } from './conflicts'
import type { Change } from './staged'
import { columnOf, SOMEBODY, tableOf } from './testing'

const table = tableOf('t', [columnOf('id', 'int8'), columnOf('name', 'text'), columnOf('raw', 'json'), columnOf('n', 'int4')], ['id'])
const before = { id: '1', name: 'x'.repeat(10_000), raw: '{}', n: '1' }
const change: Change = { id: 1, owner: SOMEBODY, schema: 'public', table: 't', kind: 'delete', key: { id: '1' }, before, after: {} }

it('a long value is compared as well, if its type can be', () => {
  expect(comparedOf(change, table)).toEqual(['name', 'n'])
  expect(comparedOf({ ...change, before: { ...before, name: 'x'.repeat(1_000_000) } }, table)).toEqual(['n'])
})

it('a row that reads as it was read was not changed by somebody else', () => {
  expect(differingOf(change, { ...before, n: '2' }, table)).toEqual(['n'])
  expect(differingOf(change, before, table)).toEqual([])
  expect(differingOf(change, { ...before, raw: '{"a":1}' }, table)).toEqual([])
})
