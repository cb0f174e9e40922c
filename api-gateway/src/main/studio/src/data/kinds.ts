import type { Column, Table } from '../api/types'

/** How a value is shown, typed and compared. Values themselves are PostgreSQL's text everywhere, so that no digit is lost. */
export type Kind =
  | 'text'
  | 'enum'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'json'
  | 'bytea'
  | 'array'
  | 'uuid'
  | 'other'

const BY_TYPE: Record<string, Kind> = {
  text: 'text', varchar: 'text', bpchar: 'text', name: 'text', citext: 'text', char: 'text',
  bool: 'boolean',
  int2: 'integer', int4: 'integer', int8: 'integer', oid: 'integer',
  numeric: 'decimal', float4: 'float', float8: 'float',
  date: 'date', time: 'time', timetz: 'time', timestamp: 'timestamp', timestamptz: 'timestamptz',
  json: 'json', jsonb: 'json',
  bytea: 'bytea', uuid: 'uuid',
}

/** Types without an equality that PostgreSQL could compare by. */
const INCOMPARABLE = new Set(['json', 'xml', 'point', 'polygon', 'box', 'line', 'path', 'circle', 'lseg'])

export function kindOf(column: Column): Kind {
  if (column.enumValues !== null) {
    return 'enum'
  }
  if (column.udt.startsWith('_') || column.type.endsWith('[]')) {
    return 'array'
  }
  return BY_TYPE[column.udt] ?? 'other'
}

export function isNumeric(column: Column): boolean {
  const kind = kindOf(column)
  return kind === 'integer' || kind === 'decimal' || kind === 'float'
}

export function isComparable(column: Column): boolean {
  return !INCOMPARABLE.has(column.udt.replace(/^_/, ''))
}

/** Columns that the API shows; those whose comment begins with @private it does not know. */
export function shownColumns(table: Table): Column[] {
  return table.columns.filter((column) => !column.comment?.startsWith('@private'))
}

/** Whether a value can be given; only a new row can be given bytes. */
export function isWritable(column: Column, fresh: boolean): boolean {
  return !column.generated && column.identity !== 'always' && (fresh || kindOf(column) !== 'bytea')
}

/** Why nothing of a table can be changed from here; null if it can. */
export function whyReadOnly(table: Table, sessionReadOnly: boolean): string | null {
  if (sessionReadOnly) {
    return 'The Studio is read-only here.'
  }
  if (table.kind === 'view' || table.kind === 'materialized view') {
    return `A ${table.kind} has no key by which a row could be told from another, so it is read-only.`
  }
  const shown = shownColumns(table).map((column) => column.name)
  if (table.primaryKey.length === 0) {
    return 'Without a primary key one row cannot be told from another, so this table is read-only.'
  }
  return table.primaryKey.every((name) => shown.includes(name)) ? null : 'Its primary key is not part of the API, so this table is read-only.'
}

const DATE = /^(-?\d{4,6}-\d{2}-\d{2}( BC)?|-?infinity)$/
const TIME = /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([+-]\d{2}(:?\d{2})?)?$/
const STAMP = /^(\d{4,6}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?\s?(Z|[+-]\d{2}(:?\d{2}){0,2})?)?( BC)?|-?infinity)$/

/** What is wrong with a text as a value of a column; null if nothing that can be seen from here. */
export function wrongWith(column: Column, text: string): string | null {
  switch (kindOf(column)) {
    case 'integer':
      return integerWrong(column, text)
    case 'decimal':
      return /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|[+-]?Infinity)$/i.test(text) ? null : 'A number, such as 12.50'
    case 'float':
      return /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|[+-]?Infinity)$/i.test(text) ? null : 'A number, such as 0.25 or 1e9'
    case 'boolean':
      return /^(true|false)$/.test(text) ? null : 'true or false'
    case 'date':
      return DATE.test(text) ? null : 'A date, such as 2026-01-31'
    case 'time':
      return TIME.test(text) ? null : 'A time, such as 13:45:00'
    case 'timestamp':
    case 'timestamptz':
      return STAMP.test(text) ? null : 'A time, such as 2026-01-31 13:45:00'
    case 'json':
      return jsonWrong(text)
    case 'uuid':
      return /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i.test(text) ? null : 'A UUID, such as 2f1c1f0e-5d0a-4f0e-9d53-6a2f6f1f4c11'
    case 'bytea':
      return /^\\x([0-9a-f]{2})*$/i.test(text) ? null : 'Bytes in hex, such as \\x00ff'
    case 'array':
      return /^(\[.*\]=)?\{.*\}$/s.test(text.trim()) ? null : 'An array, such as {a,b} or {"with, comma"}'
    case 'enum':
      return column.enumValues!.includes(text) ? null : 'One of the labels'
    case 'text':
    case 'other':
      return null
  }
}

const INTEGER_MAX: Record<string, bigint> = { int2: 32767n, int4: 2147483647n, int8: 9223372036854775807n }

function integerWrong(column: Column, text: string): string | null {
  if (!/^[+-]?\d{1,30}$/.test(text)) {
    return 'A whole number'
  }
  const max = INTEGER_MAX[column.udt]
  const value = BigInt(text.replace('+', ''))
  return max !== undefined && (value > max || value < -max - 1n) ? `At most ${max} for ${column.type}` : null
}

function jsonWrong(text: string): string | null {
  if (text.trim() === 'null') {
    return 'REST cannot tell JSON null from NULL'
  }
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'This is not JSON'
  }
}
