import { ApiError, request } from '../api/client'
import type { Schema, Table } from '../api/types'
import { comparedOf } from './conflicts'
import { failureOf } from './failures'
import { kindOf, wrongWith } from './kinds'
import { equals, pathOf, queryOf, readRow, type Row } from './rest'
import { beginSaving, endSaving, mark, saved, type Change } from './staged'
import type { Filter } from './view'
import { freshKey, giveUpKeys, inDoubt, isInDoubt, isTelling, isUnknown, keyOfWrite, keysUsed, settled } from './writeKeys'

/** Requests that the gateway takes in one transaction. */
export const PARTS_MAX = 100

interface Part {
  method: 'POST' | 'PATCH' | 'DELETE'
  path: string
  headers: Record<string, string>
  body: string | null
}

export type Saved =
  | { is: 'saved'; count: number }
  | { is: 'refused'; change: Change | null; conflict: boolean; error: unknown }
  /** It may have been done: the changes stay, and saving them again does nothing twice. */
  | { is: 'unknown'; error: unknown }

/**
 * Saves the changes in one transaction: all, or none. What stopped it is marked at the change that did. If it is not
 * known what became of some of them, these are saved by themselves, so that they are asked for as they were.
 */
export function save(schema: Schema, changes: readonly Change[]): Promise<Saved> {
  return saveNow(schema, inDoubt(changes, (some) => textOf(schema, some)) ?? changes)
}

async function saveNow(schema: Schema, changes: readonly Change[]): Promise<Saved> {
  if (changes.length === 0) {
    return { is: 'saved', count: 0 }
  }
  const tables = changes.map((change) => tableOf(schema, change))
  const wrong = changes.find((change, at) => markWrong(change, tables[at]!))
  if (wrong !== undefined) {
    return { is: 'refused', change: wrong, conflict: false, error: new Error('A value cannot be what its column takes') }
  }
  const body = textOf(schema, changes)
  const doubted = isInDoubt(body, changes)
  beginSaving(changes)
  try {
    await post(body, keyOfWrite(body, changes))
    settled()
    saved(changes)
    return { is: 'saved', count: changes.length }
  } catch (error) {
    if (isUnknown(error) || (doubted && !isTelling(error))) {
      return { is: 'unknown', error: await withoutKeys(error, tables[0]!) }
    }
    settled()
    const at = error instanceof ApiError ? error.problem.part : undefined
    const change = at === undefined ? undefined : changes[at]
    if (change === undefined || !(error instanceof ApiError)) {
      return { is: 'refused', change: null, conflict: false, error }
    }
    const conflict = error.status === 406
    await markRefused(change, tables[at!]!, error, conflict)
    return { is: 'refused', change, conflict, error }
  } finally {
    endSaving()
  }
}

/** The body of a batch. That of a part is text already, as numbers and JSON within it must stay as they are. */
function textOf(schema: Schema, changes: readonly Change[]): string {
  const texts = changes.map((change) => {
    const { body, ...rest } = partOf(change, tableOf(schema, change))
    const text = JSON.stringify(rest)
    return body === null ? text : `${text.slice(0, -1)},"body":${body}}`
  })
  return `[${texts.join(',')}]`
}

async function post(body: string, key: string | null): Promise<void> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  await request('/rest/v1/batch', { method: 'POST', headers: key === null ? headers : { ...headers, 'Idempotency-Key': key }, body })
}

/** A database without the table of keys refuses whatever has one: a read that writes nothing finds out. */
async function withoutKeys(error: unknown, table: Table): Promise<unknown> {
  if (!(error instanceof ApiError) || error.problem.code !== 'TWL000' || !keysUsed()) {
    return error
  }
  const read = { method: 'GET', path: pathOf(table, queryOf([], { limit: '0' })), headers: { 'Accept-Profile': table.schema } }
  try {
    await post(JSON.stringify([read]), freshKey())
    return error
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.problem.code !== 'TWL000') {
      return error
    }
    giveUpKeys()
    return new Error('This gateway cannot keep keys of writes, as a rule for want of the table twinlane.idempotency. Look whether it was saved: from now on it is saved without a key')
  }
}

function markWrong(change: Change, table: Table): boolean {
  const wrong = table.columns.flatMap((column) => {
    const value = change.after[column.name]
    const why = value === null || value === undefined ? null : wrongWith(column, value)
    return why === null ? [] : [[column.name, why] as const]
  })
  if (wrong.length > 0) {
    mark(change.id, { failure: { text: 'Some values are not what their columns take', columns: Object.fromEntries(wrong) }, theirs: undefined })
  }
  return wrong.length > 0
}

async function markRefused(change: Change, table: Table, error: ApiError, conflict: boolean): Promise<void> {
  if (conflict) {
    mark(change.id, { theirs: await readRow(table, change.key), failure: undefined })
  } else {
    mark(change.id, { failure: failureOf(error.problem, table, change), theirs: undefined })
  }
}

export function tableOf(schema: Schema, change: Pick<Change, 'schema' | 'table'>): Table {
  const found = schema.tables.find((table) => table.schema === change.schema && table.name === change.table)
  if (found === undefined) {
    throw new Error(`${change.schema}.${change.table} is no longer there`)
  }
  return found
}

function partOf(change: Change, table: Table): Part {
  const profile = { 'Content-Profile': table.schema }
  if (change.kind === 'insert') {
    return { method: 'POST', path: pathOf(table, ''), headers: { ...profile, 'Content-Type': 'application/json' }, body: bodyOf(change.after, table) }
  }
  // Exactly one row, which still is as it was read: anything else is a conflict and undoes the whole.
  const single = { ...profile, Accept: 'application/vnd.pgrst.object+json' }
  const path = pathOf(table, queryOf(asRead(change, table)))
  return change.kind === 'delete'
    ? { method: 'DELETE', path, headers: single, body: null }
    : { method: 'PATCH', path, headers: { ...single, 'Content-Type': 'application/json' }, body: bodyOf(change.after, table) }
}

/** The key, and what was read of the columns that are changed. */
function asRead(change: Change, table: Table): Filter[] {
  const key = Object.entries(change.key).map(([name, value]) => equals(name, value))
  return [...key, ...comparedOf(change, table).map((name) => equals(name, change.before[name] ?? null))]
}

/** JSON in which only JSON columns hold anything but texts; PostgreSQL casts these. */
export function bodyOf(row: Row, table: Table): string {
  const members = Object.entries(row).map(([name, value]) => {
    const column = table.columns.find((each) => each.name === name)
    const raw = column !== undefined && kindOf(column) === 'json' && value !== null
    return `${JSON.stringify(name)}:${raw ? value : JSON.stringify(value)}`
  })
  return `{${members.join(',')}}`
}
