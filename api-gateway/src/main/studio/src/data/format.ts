import type { Column } from '../api/types'
import { kindOf } from './kinds'
import type { Value } from './rest'

const SHOWN_MAX = 300

/** A value as one short line of a grid; what is cut is shown by the row's panel. */
export function lineOf(column: Column, value: string): string {
  if (kindOf(column) === 'bytea') {
    return bytesOf(value)
  }
  const line = value.slice(0, SHOWN_MAX + 1).replace(/\s*\n\s*/g, ' ⏎ ')
  return line.length > SHOWN_MAX ? line.slice(0, SHOWN_MAX) + '…' : line
}

function bytesOf(hex: string): string {
  const count = Math.max(0, (hex.length - 2) / 2)
  const head = hex.slice(0, 18)
  return `${head}${hex.length > 18 ? '…' : ''} (${count.toLocaleString('en')} bytes)`
}

/** JSON with line breaks, its digits as they are; anything else as it is. */
export function pretty(column: Column, value: string): string {
  return kindOf(column) === 'json' ? indented(value) : value
}

/** Breaks the lines of valid JSON without reading its numbers, which JavaScript would round. */
export function indented(json: string): string {
  let depth = 0
  const line = () => '\n' + '  '.repeat(depth)
  return (json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []).reduce((text, token, at, all) => {
    const empty = (token === '{' && all[at + 1] === '}') || (token === '[' && all[at + 1] === ']')
    const closesEmpty = (token === '}' && all[at - 1] === '{') || (token === ']' && all[at - 1] === '[')
    if (token === '{' || token === '[') {
      depth++
      return text + token + (empty ? '' : line())
    }
    if (token === '}' || token === ']') {
      depth--
      return text + (closesEmpty ? '' : line()) + token
    }
    return text + token + (token === ',' ? line() : token === ':' ? ' ' : '')
  }, '')
}

/** Whether a value has more lines than a field of one line could keep. */
export function hasBreaks(value: string): boolean {
  return /[\r\n]/.test(value)
}

/** A text from a field of several lines, which knows one kind of line break, with those that the text had before. */
export function withBreaksOf(before: string, text: string): string {
  const breaks = before.match(/\r\n|\r|\n/g) ?? []
  let at = 0
  return breaks.some((each) => each !== '\n') ? text.replace(/\n/g, () => breaks[Math.min(at++, breaks.length - 1)]!) : text
}

/** A value in a sentence. */
export function saidOf(value: Value | undefined): string {
  return value === undefined ? 'default' : value === null ? 'NULL' : value === '' ? 'empty text' : value
}

export function count(number: number): string {
  return number.toLocaleString('en')
}

export function rowsOf(number: number): string {
  return number === 1 ? '1 row' : `${count(number)} rows`
}
