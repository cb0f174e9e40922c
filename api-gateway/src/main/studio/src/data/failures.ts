import type { Problem, Table } from '../api/types'
import type { Change, Failure } from './staged'

/** What a refusal says, and of which columns it says it. */
export function failureOf(problem: Problem, table: Table, change: Change): Failure {
  // Of these two PostgreSQL's details are the whole row, which is there to be seen anyway.
  const details = problem.code === '23502' || problem.code === '23514' ? null : problem.details
  const text = [problem.message, details].filter(Boolean).join(' — ')
  const say = (columns: readonly string[], what: string): Failure => ({
    text,
    columns: Object.fromEntries(columns.map((name) => [name, what])),
  })
  switch (problem.code) {
    case '23505':
      return say(columnsOfUnique(problem, table), 'Another row has this already')
    case '23503':
      return say(columnsOfForeign(problem, table), change.kind === 'delete' ? 'Other rows refer to this one' : 'There is no such row')
    case '23502':
      return say(quoted(problem.message, table).slice(0, 1), 'This must not be NULL')
    case '23514':
      return say(columnsOfCheck(problem, table, change), 'A check of this table forbids this')
    case '22001':
      return say(tooLong(table, change), 'This is too long')
    default:
      return say(columnsOfValue(problem, change), problem.message)
  }
}

/** `Key (a, b)=(1, 2)…`, in whatever language it is told; else the constraint that is named. */
function columnsOfKey(details: string | null | undefined, table: Table): string[] {
  const [, list = ''] = /\(([^)]*)\)=\(/.exec(details ?? '') ?? []
  const names = table.columns.map((column) => column.name)
  return list
    .split(', ')
    .map((name) => name.replaceAll('"', ''))
    .filter((name) => names.includes(name))
}

function columnsOfUnique(problem: Problem, table: Table): string[] {
  const told = columnsOfKey(problem.details, table)
  return told.length > 0 ? told : (table.unique.find((unique) => problem.message.includes(`"${unique.name}"`))?.columns ?? [])
}

function columnsOfForeign(problem: Problem, table: Table): string[] {
  const key = table.foreignKeys.find((each) => problem.message.includes(`"${each.name}"`))
  return key?.columns ?? columnsOfKey(problem.details, table)
}

/** Columns that a message names in quotes. */
function quoted(message: string, table: Table): string[] {
  return table.columns.map((column) => column.name).filter((name) => message.includes(`"${name}"`))
}

/** A check is named after its column unless somebody named it; else any changed column may be it. */
function columnsOfCheck(problem: Problem, table: Table, change: Change): string[] {
  const constraint = [...problem.message.matchAll(/"([^"]+)"/g)].map((match) => match[1]!).at(-1) ?? ''
  const named = table.columns.map((column) => column.name).filter((name) => constraint.includes(name))
  const changed = Object.keys(change.after)
  const both = named.filter((name) => changed.includes(name))
  return both.length > 0 ? both : changed.length === 1 ? changed : named
}

function tooLong(table: Table, change: Change): string[] {
  return table.columns
    .filter((column) => {
      const [, max] = /\((\d+)\)$/.exec(column.type) ?? []
      return max !== undefined && (change.after[column.name]?.length ?? 0) > Number(max)
    })
    .map((column) => column.name)
}

/** A value that cannot be cast is quoted in the message. */
function columnsOfValue(problem: Problem, change: Change): string[] {
  return Object.entries(change.after)
    .filter(([, value]) => value !== null && value !== '' && problem.message.includes(`"${value}"`))
    .map(([name]) => name)
}
