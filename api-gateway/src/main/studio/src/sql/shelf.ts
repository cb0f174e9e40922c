import type { Lane } from './ask'

/** A statement that was run. */
export interface Ran {
  sql: string
  lane: Lane
  at: string
  millis: number | null
  rows: number | null
  /** Why it failed; null if it did not. */
  error: string | null
}

export interface Saved {
  name: string
  sql: string
}

const KEPT = 200
/** A longer statement is not in the history. */
export const RAN_LENGTH_MAX = 20_000
/** A longer draft is there as long as the page is. */
const DRAFT_LENGTH_MAX = 200_000
const history = (database: string) => `studio.sql.history.${database}`
const saved = (database: string) => `studio.sql.saved.${database}`
const draft = (database: string) => `studio.sql.draft.${database}`

/** What is in the editor, by database, however long it is: it outlives the editor, not the page. */
const live = new Map<string, string>()

/** What this browser keeps of a database: nothing of it ever leaves the browser by itself. */
export class Shelf {
  constructor(
    private readonly database: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
  ) {}

  /** Newest first. */
  history(): Ran[] {
    return this.read<Ran>(history(this.database)).filter((ran) => typeof ran.sql === 'string')
  }

  /** Adds what was run, unless it is too long; the same statement run again on the same lane moves to the top. */
  add(ran: Ran): Ran[] {
    if (ran.sql.length > RAN_LENGTH_MAX) {
      return this.history()
    }
    const others = this.history().filter((other) => other.sql !== ran.sql || other.lane !== ran.lane)
    const all = [ran, ...others].slice(0, KEPT)
    this.write(history(this.database), all)
    return all
  }

  forget(): Ran[] {
    this.write(history(this.database), [])
    return []
  }

  saved(): Saved[] {
    return this.read<Saved>(saved(this.database)).filter(isSaved)
  }

  /** Keeps a statement under its name, in place of one that had it. */
  save(statement: Saved): Saved[] {
    return this.keep([statement])
  }

  remove(name: string): Saved[] {
    const left = this.saved().filter((other) => other.name !== name)
    this.write(saved(this.database), left)
    return left
  }

  /** Takes in a file that was exported; fails with words for a person if it is not one. */
  take(file: string): Saved[] {
    let found: unknown
    try {
      found = JSON.parse(file)
    } catch {
      throw new Error('This file is not JSON.')
    }
    if (!Array.isArray(found) || !found.every(isSaved)) {
      throw new Error('This file holds no saved statements: it must be a list of {"name", "sql"}.')
    }
    return this.keep(found.map(({ name, sql }) => ({ name, sql })))
  }

  draft(): string {
    return live.get(this.database) ?? this.storage.getItem(draft(this.database)) ?? ''
  }

  /** Stores it whole or not at all: half a statement is another one. */
  keepDraft(text: string): void {
    live.set(this.database, text)
    const key = draft(this.database)
    if (text.length > DRAFT_LENGTH_MAX || !this.put(key, text)) {
      this.put(key, '')
    }
  }

  private keep(statements: Saved[]): Saved[] {
    const names = new Set(statements.map((statement) => statement.name))
    const all = [...this.saved().filter((other) => !names.has(other.name)), ...statements]
    all.sort((a, b) => a.name.localeCompare(b.name))
    this.write(saved(this.database), all)
    return all
  }

  private read<T>(key: string): T[] {
    try {
      const found: unknown = JSON.parse(this.storage.getItem(key) ?? '[]')
      return Array.isArray(found) ? (found as T[]) : []
    } catch {
      return []
    }
  }

  private write(key: string, all: unknown[]): void {
    this.put(key, JSON.stringify(all))
  }

  /** Whether it is stored now: a full or forbidden storage costs what it would have kept, and nothing else. */
  private put(key: string, text: string): boolean {
    try {
      this.storage.setItem(key, text)
      return true
    } catch {
      return false
    }
  }
}

function isSaved(found: unknown): found is Saved {
  const saved = found as Partial<Saved> | null
  return typeof saved?.name === 'string' && typeof saved.sql === 'string'
}
