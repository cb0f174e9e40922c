import { describe, expect, it } from 'vitest'
import { allAsText, named, orderOf, queryOf } from './rest'
import { columnOf, tableOf } from './testing'

const table = tableOf('t', [columnOf('id', 'int8'), columnOf('odd name', 'text')], ['id'])

describe('a query', () => {
  it('asks every column as text, so that no digit is lost', () => {
    expect(allAsText(table)).toBe('id::text,"odd name"::text')
  })

  it('is sorted by what was chosen and then by the key', () => {
    expect(orderOf(table, [{ column: 'odd name', down: true }])).toBe('"odd name".desc,id.asc')
    expect(orderOf(table, [{ column: 'id', down: true }])).toBe('id.desc')
  })

  it('keeps what a value holds', () => {
    const query = queryOf([{ column: 'a', operator: 'eq', value: 'x&y=1' }, { column: 'b', operator: 'null', value: '' }], { limit: '1', order: '' })
    expect([...new URLSearchParams(query)]).toEqual([['a', 'eq.x&y=1'], ['b', 'is.null'], ['limit', '1']])
  })

  it('quotes names that are not plain', () => {
    expect(named('a"b')).toBe('"a\\"b"')
    expect(named('Plain_1')).toBe('Plain_1')
    expect(named('order')).toBe('"order"')
  })
})
