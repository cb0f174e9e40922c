import { describe, expect, it } from 'vitest'
import type { Schema, Table } from '../api/types'
import { beginsWith } from './indexes'
import { quoted } from './quoting'
import { reportsOf } from './reports'
import { column, index, key, table } from './sample'

function report(id: string, ...tables: Table[]) {
  return reportsOf({ tables } as Schema).find((one) => one.id === id)!.findings
}

describe('reports', () => {
  it('name foreign keys without an index, with the statement', () => {
    const orders = table('order', { foreignKeys: [key(['User'], 'users', { indexed: false }), key(['a'], 'users')] })
    expect(report('fk-without-index', orders).map((one) => one.statement)).toEqual([
      'CREATE INDEX CONCURRENTLY ON public."order" ("User");',
    ])
  })

  it('call an index unused only where nothing needs it', () => {
    const users = table('users', {
      columns: [column('a')],
      foreignKeys: [key(['b'], 'other')],
      indexes: [
        index('pk', 'users USING btree (id)', { unique: true, primary: true }),
        index('one', 'users USING btree (a)'),
        index('serves', 'users USING btree (b, c)'),
        index('busy', 'users USING btree (d)', { scans: 500 }),
        index('broken', 'users USING btree (e)', { valid: false }),
      ],
    })
    expect(report('unused-indexes', users).map((one) => one.cells[0])).toEqual(['one'])
    expect(report('invalid', users).map((one) => one.cells[0])).toEqual(['broken'])
  })

  it('keep one of two indexes that are the same', () => {
    const users = table('users', {
      indexes: [
        index('b', 'users USING btree (email)'),
        index('a', 'users USING btree (email)'),
        index('c', 'users USING btree (email) WHERE gone', {}),
        index('u', 'users USING btree (name)', { unique: true }),
        index('n', 'users USING btree (name)'),
      ],
    })
    expect(report('duplicates', users).map((one) => one.cells.slice(0, 2))).toEqual([
      ['b', 'a'],
      ['n', 'u'],
    ])
  })

  it('look at dead rows by share and number', () => {
    const few = table('few', { deadRows: 900, rowEstimate: 10 })
    const many = table('many', { deadRows: 5000, rowEstimate: 10_000 })
    const large = table('large', { deadRows: 5000, rowEstimate: 1_000_000 })
    expect(report('dead-rows', few, many, large).map((one) => one.table.name)).toEqual(['many'])
  })
})

it('reads which columns an index begins with', () => {
  const one = index('i', `t USING btree ("My, Column" DESC, lower((b)::text), c) INCLUDE (d)`)
  expect(beginsWith(one, ['My, Column'])).toBe(true)
  expect(beginsWith(one, ['c'])).toBe(false)
  expect(beginsWith(index('i', 't USING btree (b, a)'), ['a', 'b'])).toBe(true)
  expect(beginsWith(index('i', 't USING btree (a) INCLUDE (b)'), ['a', 'b'])).toBe(false)
})

it('quotes names that need it', () => {
  expect(['users', 'User', 'order', 'a"b', '1a'].map(quoted)).toEqual(['users', '"User"', '"order"', '"a""b"', '"1a"'])
})
