import type { Column } from '../api/types'
import { isComparable, kindOf, wrongWith } from './kinds'
import type { Filter } from './view'

const SAID: Record<string, string> = {
  eq: '=',
  neq: '≠',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  like: 'like',
  ilike: 'like (any case)',
  match: 'matches pattern',
  in: 'one of',
  cs: 'contains',
  null: 'is NULL',
  notnull: 'is not NULL',
}

const EQUAL = ['eq', 'neq', 'in']
const ORDERED = [...EQUAL, 'gt', 'gte', 'lt', 'lte']
const NULLS = ['null', 'notnull']

/** The operators that a column's type has. */
export function operatorsOf(column: Column): { id: string; text: string }[] {
  return idsOf(column).map((id) => ({ id, text: SAID[id]! }))
}

function idsOf(column: Column): string[] {
  switch (kindOf(column)) {
    case 'text':
      return ['eq', 'ilike', 'like', 'match', ...ORDERED.slice(1), ...NULLS]
    case 'boolean':
      return ['eq', 'neq', ...NULLS]
    case 'enum':
      return [...ORDERED, ...NULLS]
    case 'json':
      return column.udt === 'jsonb' ? ['cs', 'eq', 'neq', ...NULLS] : NULLS
    case 'array':
      return isComparable(column) ? ['cs', 'eq', 'neq', ...NULLS] : NULLS
    case 'bytea':
      return ['eq', 'neq', ...NULLS]
    case 'other':
      return isComparable(column) ? [...ORDERED, ...NULLS] : NULLS
    case 'integer':
    case 'decimal':
    case 'float':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'uuid':
      return [...ORDERED, ...NULLS]
  }
}

export function takesValue(operator: string): boolean {
  return operator !== 'null' && operator !== 'notnull'
}

export function filterSaid(filter: Filter): string {
  const value = filter.value === '' ? "''" : filter.value
  return `${filter.column} ${SAID[filter.operator] ?? filter.operator}${takesValue(filter.operator) ? ' ' + value : ''}`
}

/** What is wrong with a filter's value; null if nothing is. */
export function filterWrong(column: Column, filter: Filter): string | null {
  if (filter.operator === 'cs' && kindOf(column) === 'array') {
    return wrongWith(column, filter.value)
  }
  return ['like', 'ilike', 'match', 'in'].includes(filter.operator) || !takesValue(filter.operator) ? null : wrongWith(column, filter.value)
}
