import type { Row } from './rest'
import type { Change } from './staged'

/** A row of the grid: a new one that is staged, one that was read, or one that is still to come. */
export interface GridRow {
  at: number
  /** As it was read; undefined for a new row and for one that is still to come. */
  read: Row | undefined
  change: Change | undefined
}

/**
 * Deletes and updates are shown where the rows are, new rows above all others. A row in which nothing is other than
 * before is the same object as before: the grid ends the editing of any other.
 */
export class GridRows {
  private readonly made = new Map<number, GridRow>()
  private readonly before: ReadonlyMap<number, GridRow> | undefined

  constructor(
    readonly length: number,
    private readonly inserts: readonly Change[],
    private readonly offset: number,
    private readonly readAt: (at: number) => Row | undefined,
    private readonly changeOf: (row: Row) => Change | undefined,
    before?: GridRows,
  ) {
    this.before = before?.made
  }

  at(at: number): GridRow {
    const made = this.made.get(at) ?? this.reused(this.make(at))
    this.made.set(at, made)
    return made
  }

  /** An array for the grid that makes its rows when they are looked at: a million are never made at once. */
  asArray(): readonly GridRow[] {
    return new Proxy<GridRow[]>([], {
      get: (target, name) => {
        if (name === 'length') {
          return this.length
        }
        return typeof name === 'string' && /^\d+$/.test(name) ? this.at(Number(name)) : Reflect.get(target, name)
      },
    })
  }

  private reused(row: GridRow): GridRow {
    const before = this.before?.get(row.at)
    return before !== undefined && before.read === row.read && before.change === row.change ? before : row
  }

  private make(at: number): GridRow {
    const insert = this.inserts[at]
    if (insert !== undefined) {
      return { at, read: undefined, change: insert }
    }
    const read = this.readAt(at - this.inserts.length + this.offset)
    return { at, read, change: read === undefined ? undefined : this.changeOf(read) }
  }
}
