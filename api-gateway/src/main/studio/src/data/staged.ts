import { useSyncExternalStore } from 'react'
import type { Schema, Session, Table } from '../api/types'
import { say } from '../shell/parts/saying'
import type { Row, Value } from './rest'
import { settled } from './writeKeys'

/** As whom and where a change was staged: it is saved by nobody else, and nowhere else. */
export interface Owner {
  environment: string
  database: string
  /** Null for the role that the lanes log in with. */
  role: string | null
  /** As JSON. */
  claims: string
}

/** A change that waits to be saved. */
export interface Change {
  id: number
  owner: Owner
  schema: string
  table: string
  kind: 'insert' | 'update' | 'delete'
  /** The key that the row was read under; empty for a new row. */
  key: Row
  /** What was read of the columns that are changed; of a deleted row all of it. */
  before: Row
  /** The new values; a column that a new row lacks has its default. */
  after: Row
  /** What was wrong with it when it was last saved. */
  failure?: Failure
  /** The row as somebody else left it; null if it is gone. */
  theirs?: Row | null
}

export interface Failure {
  text: string
  /** What is wrong with single columns. */
  columns: Record<string, string>
}

const KEY = 'twinlane-studio.changes'

const NOBODY: Owner = { environment: '', database: '', role: null, claims: '{}' }

let last = 0
let changes: readonly Change[] = restored()
let acting = NOBODY
let saving: readonly Change[] = []
const listeners = new Set<() => void>()

function restored(): readonly Change[] {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { last: number; changes: Change[] } | null
    last = stored?.last ?? 0
    return stored?.changes ?? []
  } catch {
    return []
  }
}

function set(next: readonly Change[]): void {
  changes = next
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ last, changes: next }))
  } catch {
    // Too much for the storage, or none at all: it then lasts as long as the page.
  }
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useStaged(): readonly Change[] {
  return useSyncExternalStore(subscribe, stagedNow)
}

export function stagedNow(): readonly Change[] {
  return changes
}

export function ownerOf(session: Session, schema: Schema): Owner {
  return { environment: session.environment, database: schema.database, role: session.role, claims: JSON.stringify(session.claims) }
}

/** What is staged from now on is staged as this one. */
export function stageAs(owner: Owner): void {
  acting = owner
}

export function isOwn(change: Change, owner: Owner): boolean {
  const { environment, database, role, claims } = change.owner
  return environment === owner.environment && database === owner.database && role === owner.role && claims === owner.claims
}

/** Forgets everything, whoever staged it. */
export function undoAll(): void {
  settled()
  set([])
}

export function keyOf(table: Table, row: Row): string {
  return JSON.stringify(table.primaryKey.map((name) => row[name] ?? null))
}

export function isOf(change: Change, table: Table): boolean {
  return change.schema === table.schema && change.table === table.name
}

/** The change of a row that exists; undefined if there is none. */
export function changeOf(staged: readonly Change[], table: Table, row: Row): Change | undefined {
  const key = keyOf(table, row)
  return staged.find((change) => isOf(change, table) && change.kind !== 'insert' && keyOf(table, change.key) === key)
}

export function stageInsert(table: Table, after: Row = {}): number {
  const change: Change = { id: nextId(), owner: acting, schema: table.schema, table: table.name, kind: 'insert', key: {}, before: {}, after }
  set([...changes, change])
  return change.id
}

export function stageCell(table: Table, row: Row, column: string, value: Value): void {
  const found = changeOf(own(), table, row)
  if (found === undefined) {
    if ((row[column] ?? null) !== value) {
      add(table, 'update', row, { [column]: row[column] ?? null }, { [column]: value })
    }
  } else if (found.kind === 'update') {
    const before = { [column]: row[column] ?? null, ...found.before }
    put({ ...found, before, after: { ...found.after, [column]: value } })
  }
}

/** These are being saved. */
export function beginSaving(sent: readonly Change[]): void {
  saving = sent
}

export function endSaving(): void {
  saving = []
}

/** What was sent is done; what was edited meanwhile is a change of what is there now. */
export function saved(sent: readonly Change[]): void {
  set(
    changes.flatMap((change) => {
      const done = sent.find((each) => each.id === change.id)
      return done === undefined ? [change] : contentOf(done) === contentOf(change) ? [] : since(done, change)
    }),
  )
}

/** What is still to be done of a change that was edited while it was saved. */
function since(done: Change, change: Change): Change[] {
  if (done.kind !== 'update' || change.kind !== 'update') {
    return []
  }
  const { failure: _, theirs: __, ...rest } = change
  // What was taken back meanwhile is not what it was before, but what was sent.
  const after = { ...done.before, ...change.after }
  const moved = Object.entries(done.after).filter(([name]) => name in change.key)
  const left = withoutUnchanged({ ...rest, key: { ...change.key, ...Object.fromEntries(moved) }, before: { ...change.before, ...done.after }, after })
  return Object.keys(left.after).length === 0 ? [] : [left]
}

function contentOf({ kind, key, before, after }: Change): string {
  return JSON.stringify([kind, key, before, after])
}

/** Sets, or with undefined takes back, a value of a change. */
export function amend(change: Change, column: string, value: Value | undefined): void {
  if (change.kind === 'insert' && saving.some((each) => each.id === change.id)) {
    say('This new row is just being saved: change it once it is', 'bad')
    return
  }
  const { [column]: _, ...others } = change.after
  put({ ...change, after: value === undefined ? others : { ...change.after, [column]: value } })
}

/** Stages the deletion of a row, or takes it back. */
export function stageDelete(table: Table, row: Row): void {
  const found = changeOf(own(), table, row)
  if (found !== undefined) {
    undo(found.id)
  }
  if (found?.kind !== 'delete') {
    add(table, 'delete', row, row, {})
  }
}

/** What somebody else wrote is what is changed from now on. */
export function rebase(change: Change): void {
  const theirs = change.theirs
  if (theirs) {
    const names = change.kind === 'delete' ? Object.keys(theirs) : Object.keys(change.before)
    put({ ...change, before: Object.fromEntries(names.map((name) => [name, theirs[name] ?? null])) })
  }
}

export function undo(id: number): void {
  set(changes.filter((change) => change.id !== id))
}

export function drop(ids: ReadonlySet<number>): void {
  set(changes.filter((change) => !ids.has(change.id)))
}

export function mark(id: number, marks: Pick<Change, 'failure' | 'theirs'>): void {
  set(changes.map((change) => (change.id === id ? { ...change, ...marks } : change)))
}

/** A change that is changed is no longer what failed; one that changes nothing is none. */
function put(change: Change): void {
  const { failure: _, theirs: __, ...rest } = change
  const kept = rest.kind === 'update' ? withoutUnchanged(rest) : rest
  const idle = kept.kind === 'update' && Object.keys(kept.after).length === 0
  set(idle ? changes.filter((each) => each.id !== kept.id) : changes.map((each) => (each.id === kept.id ? kept : each)))
}

function withoutUnchanged(change: Change): Change {
  const names = Object.keys(change.after).filter((name) => change.after[name] !== change.before[name])
  const only = (row: Row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
  return { ...change, before: only(change.before), after: only(change.after) }
}

function add(table: Table, kind: Change['kind'], row: Row, before: Row, after: Row): void {
  const key = Object.fromEntries(table.primaryKey.map((name) => [name, row[name] ?? null]))
  set([...changes, { id: nextId(), owner: acting, schema: table.schema, table: table.name, kind, key, before, after }])
}

function own(): Change[] {
  return changes.filter((change) => isOwn(change, acting))
}

/** No number is given twice in a tab: a save may still be about one that is gone. */
function nextId(): number {
  return ++last
}

window.addEventListener('beforeunload', (event) => {
  if (changes.length > 0) {
    event.preventDefault()
  }
})
