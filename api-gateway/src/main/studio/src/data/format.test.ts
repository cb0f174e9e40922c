import { describe, expect, it } from 'vitest'
import { hasBreaks, indented, lineOf, withBreaksOf } from './format'
import { columnOf } from './testing'

describe('a value in one line', () => {
  it('shows line breaks, cuts what is long and counts bytes', () => {
    expect(lineOf(columnOf('a', 'text'), 'one\n two')).toBe('one ⏎ two')
    expect(lineOf(columnOf('a', 'text'), 'x'.repeat(400))).toHaveLength(301)
    expect(lineOf(columnOf('a', 'bytea'), '\\x00ff10')).toBe('\\x00ff10 (3 bytes)')
  })
})

describe('JSON with line breaks', () => {
  it('means the same, to the last digit', () => {
    const json = '{"a":12345678901234567890.123,"b":[1,{"c":"x, {y}: \\"z\\""}],"d":{},"e":[]}'
    expect(indented(json)).toContain('12345678901234567890.123')
    expect(indented(json)).toContain('"d": {}')
    expect(JSON.parse(indented(json))).toEqual(JSON.parse(json))
  })
})

it('a text keeps its kind of line breaks through a field that knows one', () => {
  expect(withBreaksOf('a\r\nb', 'a\nb\nc')).toBe('a\r\nb\r\nc')
  expect(withBreaksOf('a\r\nb\nc', 'a\nb\nc')).toBe('a\r\nb\nc')
  expect(withBreaksOf('a\nb', 'a\nb\nc')).toBe('a\nb\nc')
  expect(withBreaksOf('', 'a\nb')).toBe('a\nb')
  expect(['a', 'a\nb', 'a\rb'].map(hasBreaks)).toEqual([false, true, true])
})
