import type { Table } from '../api/types'
import { isComparable } from './kinds'
import type { Row } from './rest'
import type { Change } from './staged'

/** A part's path stands in the body of the request, which the gateway holds to a megabyte: it would refuse longer ones. */
const COMPARED_MAX = 50_000

/** The columns, besides the key, that must still be what was read of them for a change to be done. */
export function comparedOf(change: Change, table: Table): string[] {
  return table.columns
    .filter((column) => column.name in change.before && !(column.name in change.key) && isComparable(column))
    .map((column) => column.name)
    .filter((name) => (change.before[name]?.length ?? 0) <= COMPARED_MAX)
}

/** Those of them that somebody else has changed; if there is none, it is the role that may not change the row. */
export function differingOf(change: Change, theirs: Row, table: Table): string[] {
  return comparedOf(change, table).filter((name) => name in theirs && (theirs[name] ?? null) !== (change.before[name] ?? null))
}
