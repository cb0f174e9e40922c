import { expect, it } from 'vitest'
import { GridRows } from './gridRows'
import type { Row } from './rest'
import type { Change } from './staged'
import { SOMEBODY } from './testing'

const rows: Row[] = [{ id: '1' }, { id: '2' }]
const insert: Change = { id: 1, owner: SOMEBODY, schema: 'public', table: 't', kind: 'insert', key: {}, before: {}, after: {} }
const grid = (read: Row[], inserts: Change[], before?: GridRows) =>
  new GridRows(read.length + inserts.length, inserts, 0, (at) => read[at], () => undefined, before)

it('a row that is as it was is the same object, so that what is being typed in it stays', () => {
  const first = grid(rows, [insert])
  const seen = [first.at(0), first.at(1), first.at(2)]
  const again = grid([rows[0]!, { id: '2' }], [insert], first)
  expect(again.at(0)).toBe(seen[0])
  expect(again.at(1)).toBe(seen[1])
  expect(again.at(2)).not.toBe(seen[2])
  expect(grid(rows, [{ ...insert, after: { n: '1' } }], again).at(0)).not.toBe(seen[0])
})

it('new rows stand above those that were read', () => {
  const array = grid(rows, [insert]).asArray()
  expect(array.length).toBe(3)
  expect([array[0]!.change, array[1]!.read, array[2]!.read]).toEqual([insert, rows[0], rows[1]])
})
