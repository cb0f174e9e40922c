import type { Index, Table } from '../api/types'

export interface IndexOf {
  table: Table
  index: Index
  /** Another index of the same table that does the same and stays. */
  twin: string | null
  /** Looked up so rarely that nothing is lost without it, and nothing depends on it. */
  unused: boolean
}

/** Fewer scans than this, and nobody would notice. */
export const RARELY = 10

/** All indexes, with what is to be said about them. */
export function indexesOf(tables: Table[]): IndexOf[] {
  return tables.flatMap((table) =>
    table.indexes.map((index) => ({ table, index, twin: twinOf(table, index), unused: isUnused(table, index) })),
  )
}

/** What an index is on, how, and for which rows: all that is after USING. */
function substance(index: Index): string {
  return /\sUSING\s([\s\S]*)$/i.exec(index.definition)?.[1] ?? index.definition
}

/** Of indexes that are the same, one stays: a constraint's before others, and then the first by name. */
function twinOf(table: Table, index: Index): string | null {
  if (index.primary || index.unique || !index.valid) {
    return null
  }
  const same = table.indexes.filter(
    (other) => other.valid && other.name !== index.name && substance(other) === substance(index),
  )
  const stays = same.find((other) => other.primary || other.unique) ?? same.find((other) => other.name < index.name)
  return stays?.name ?? null
}

function isUnused(table: Table, index: Index): boolean {
  const serves = table.foreignKeys.some((key) => beginsWith(index, key.columns))
  return index.valid && !index.primary && !index.unique && index.scans < RARELY && !serves
}

/** Whether an index begins with these columns, in any order. */
export function beginsWith(index: Index, columns: string[]): boolean {
  const first = columnsOf(index).slice(0, columns.length)
  return columns.length > 0 && columns.every((column) => first.includes(column))
}

/** The columns that an index's definition names, without those that it only includes. */
function columnsOf(index: Index): string[] {
  const inside = /^[^(]*\(/.exec(substance(index))
  if (inside === null) {
    return []
  }
  const parts: string[] = ['']
  let depth = 1
  let quotes = false
  for (const sign of substance(index).slice(inside[0].length)) {
    quotes = sign === '"' ? !quotes : quotes
    depth += quotes ? 0 : sign === '(' ? 1 : sign === ')' ? -1 : 0
    if (depth === 0) {
      break
    }
    if (sign === ',' && depth === 1 && !quotes) {
      parts.push('')
    } else {
      parts[parts.length - 1] += sign
    }
  }
  return parts.map((part) => nameOf(part.trim()))
}

/** `"Name" DESC` is the column Name. */
function nameOf(part: string): string {
  const quotedName = /^"((?:[^"]|"")*)"/.exec(part)?.[1]
  return quotedName?.replaceAll('""', '"') ?? part.split(' ')[0] ?? ''
}
