import { describe, expect, it } from 'vitest'
import { columnOf, tableOf } from './testing'
import { isComparable, isWritable, kindOf, shownColumns, whyReadOnly, wrongWith } from './kinds'

describe('the kind of a column', () => {
  it('is told by its type, its labels or its brackets', () => {
    expect(kindOf(columnOf('a', 'int8'))).toBe('integer')
    expect(kindOf({ ...columnOf('a', 'mood'), enumValues: ['ok'] })).toBe('enum')
    expect(kindOf(columnOf('a', '_text'))).toBe('array')
    expect(kindOf(columnOf('a', 'tsvector'))).toBe('other')
  })
})

describe('a value', () => {
  it('of a whole number is held to the range of its type, without losing a digit', () => {
    expect(wrongWith(columnOf('a', 'int8'), '9223372036854775807')).toBeNull()
    expect(wrongWith(columnOf('a', 'int8'), '9223372036854775808')).not.toBeNull()
    expect(wrongWith(columnOf('a', 'int2'), '-32768')).toBeNull()
    expect(wrongWith(columnOf('a', 'int2'), '-32769')).not.toBeNull()
    expect(wrongWith(columnOf('a', 'int4'), '1.5')).not.toBeNull()
  })

  it.each([
    ['numeric', '12345678901234567890.0123456789'],
    ['numeric', 'NaN'],
    ['float8', '1e-9'],
    ['date', '2026-01-31'],
    ['date', 'infinity'],
    ['timestamptz', '2026-01-05 08:00:00+00'],
    ['timestamptz', '2026-01-05T08:00:00.123456Z'],
    ['timestamp', '2026-01-05 08:00'],
    ['time', '23:10:00'],
    ['uuid', '2f1c1f0e-5d0a-4f0e-9d53-6a2f6f1f4c11'],
    ['jsonb', '{"a": 12345678901234567890}'],
    ['bytea', '\\x00ff'],
    ['_text', '{a,"b,c",NULL}'],
    ['text', ''],
  ])('of %s may be %s', (udt, text) => {
    expect(wrongWith(columnOf('a', udt), text)).toBeNull()
  })

  it.each([
    ['numeric', 'one'],
    ['date', '31.01.2026'],
    ['timestamptz', 'soon'],
    ['time', '25'],
    ['uuid', '1234'],
    ['jsonb', '{a: 1}'],
    ['jsonb', ' null '],
    ['json', 'null'],
    ['bytea', '\\x0'],
    ['_text', 'a,b'],
  ])('of %s may not be %s', (udt, text) => {
    expect(wrongWith(columnOf('a', udt), text)).not.toBeNull()
  })
})

describe('what can be written', () => {
  it('is not what PostgreSQL makes itself', () => {
    expect(isWritable({ ...columnOf('a', 'int4'), generated: true }, true)).toBe(false)
    expect(isWritable({ ...columnOf('a', 'int4'), identity: 'always' }, true)).toBe(false)
    expect(isWritable({ ...columnOf('a', 'int4'), identity: 'by default' }, true)).toBe(true)
    expect(isWritable(columnOf('a', 'bytea'), false)).toBe(false)
  })

  it('needs a key that the API shows', () => {
    const table = tableOf('t', [columnOf('id', 'int4'), { ...columnOf('secret', 'text'), comment: '@private' }], ['id'])
    expect(whyReadOnly(table, false)).toBeNull()
    expect(whyReadOnly(table, true)).not.toBeNull()
    expect(whyReadOnly({ ...table, primaryKey: [] }, false)).toContain('primary key')
    expect(whyReadOnly({ ...table, primaryKey: ['secret'] }, false)).not.toBeNull()
    expect(whyReadOnly({ ...table, kind: 'view' }, false)).toContain('view')
    expect(shownColumns(table).map((column) => column.name)).toEqual(['id'])
  })

  it('is compared only where its type can be', () => {
    expect(isComparable(columnOf('a', 'jsonb'))).toBe(true)
    expect(isComparable(columnOf('a', 'json'))).toBe(false)
    expect(isComparable(columnOf('a', '_point'))).toBe(false)
    expect(isComparable(columnOf('a', '_text'))).toBe(true)
  })
})
