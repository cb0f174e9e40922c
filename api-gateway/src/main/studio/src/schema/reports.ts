import type { Index, Schema, Table } from '../api/types'
import { bytes } from '../lanes/figures'
import { indexesOf, RARELY } from './indexes'
import { qualified, quoted } from './quoting'

/** A row of a report: what it is about, what is to be said, and a statement to copy where there is one. */
export interface Finding {
  table: Table
  cells: string[]
  statement?: string
}

export interface Report {
  id: string
  title: string
  /** What it means, in a line. */
  means: string
  /** What to do, in a line. */
  todo: string
  columns: string[]
  findings: Finding[]
  /** Whether each finding is something to do, and not only to know. */
  toDo: boolean
}

const SHOWN_MAX = 50
/** A table of fewer rows is rightly read as a whole. */
const SMALL_ROWS = 1000
/** From this share of dead rows on, and from this many, a table carries too many of them. */
const DEAD_SHARE = 0.2
const DEAD_ROWS = 1000

const number = (value: number) => value.toLocaleString('en')

/** What the catalog and the statistics tell about the upkeep of the tables. */
export function reportsOf(schema: Schema): Report[] {
  const tables = schema.tables.filter((table) => table.kind !== 'view' && table.kind !== 'foreign table')
  return [
    withoutIndex(tables),
    invalid(tables),
    duplicates(tables),
    unused(tables),
    deadRows(tables),
    withoutKey(tables),
    readWhole(tables),
    largest(tables),
  ]
}

function largest(tables: Table[]): Report {
  return {
    id: 'sizes',
    title: 'Largest tables',
    means: 'What takes up the disk, with indexes and what is stored out of line.',
    todo: 'Compare with last month; delete, archive or partition what grows.',
    columns: ['Size', 'Rows, about'],
    findings: [...tables]
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, SHOWN_MAX)
      .map((table) => ({
        table,
        cells: [bytes(table.bytes), table.rowEstimate === null ? 'not counted' : number(table.rowEstimate)],
      })),
    toDo: false,
  }
}

function unused(tables: Table[]): Report {
  return {
    id: 'unused-indexes',
    title: 'Unused indexes',
    means: `Indexes used fewer than ${RARELY} times that keep nothing true and serve no foreign key: each write pays for them.`,
    todo: 'Drop them in a migration, if the count is older than a whole cycle of work: some jobs run once a year.',
    columns: ['Index', 'Scans', 'Size'],
    findings: indexesOf(tables)
      .filter((one) => one.unused)
      .sort((a, b) => b.index.bytes - a.index.bytes)
      .map(({ table, index }) => ({
        table,
        cells: [index.name, number(index.scans), bytes(index.bytes)],
        statement: dropping(table, index),
      })),
    toDo: true,
  }
}

function withoutIndex(tables: Table[]): Report {
  return {
    id: 'fk-without-index',
    title: 'Foreign keys without an index',
    means: 'No valid index begins with their columns: each delete in the other table reads this one whole.',
    todo: 'Put the statement into a migration.',
    columns: ['Foreign key', 'Refers to'],
    findings: tables.flatMap((table) =>
      table.foreignKeys
        .filter((key) => !key.indexed)
        .map((key) => ({
          table,
          cells: [key.columns.join(', '), `${key.toSchema}.${key.toTable}`],
          statement: `CREATE INDEX CONCURRENTLY ON ${qualified(table.schema, table.name)} (${key.columns.map(quoted).join(', ')});`,
        })),
    ),
    toDo: true,
  }
}

function readWhole(tables: Table[]): Report {
  return {
    id: 'seq-scans',
    title: 'Tables read from end to end',
    means: 'How often a statement read the whole table, and how many rows that took.',
    todo: 'Find the statement on the page of the lanes, and give it an index. Small tables are rightly read whole.',
    columns: ['Times', 'Rows read', 'Rows', ''],
    findings: tables
      .filter((table) => table.seqScans > 0 && table.seqRowsRead > 0)
      .sort((a, b) => b.seqRowsRead - a.seqRowsRead)
      .slice(0, SHOWN_MAX)
      .map((table) => ({
        table,
        cells: [
          number(table.seqScans),
          number(table.seqRowsRead),
          number(table.rowEstimate ?? 0),
          (table.rowEstimate ?? 0) < SMALL_ROWS ? 'small: this is right' : '',
        ],
      })),
    toDo: false,
  }
}

function deadRows(tables: Table[]): Report {
  return {
    id: 'dead-rows',
    title: 'Dead rows',
    means: `Tables of which more than ${DEAD_SHARE * 100} % are rows that were deleted or replaced and not cleared away.`,
    todo: 'See why autovacuum does not come: a transaction that stays open for long is the usual cause. VACUUM clears them.',
    columns: ['Dead rows', 'Rows', 'Last vacuum'],
    findings: tables
      .filter((table) => table.deadRows >= DEAD_ROWS && table.deadRows > DEAD_SHARE * (table.rowEstimate ?? 0))
      .sort((a, b) => b.deadRows - a.deadRows)
      .map((table) => ({
        table,
        cells: [
          number(table.deadRows),
          number(table.rowEstimate ?? 0),
          table.lastVacuum === null ? 'never' : day(table.lastVacuum),
        ],
        statement: `VACUUM (ANALYZE) ${qualified(table.schema, table.name)};`,
      })),
    toDo: true,
  }
}

function day(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

function duplicates(tables: Table[]): Report {
  return {
    id: 'duplicates',
    title: 'Indexes that are there twice',
    means: 'Another index of the same table is on the same columns in the same way: it does the same work twice.',
    todo: 'Drop the one in a migration; the other stays.',
    columns: ['Index', 'Same as', 'Size'],
    findings: indexesOf(tables)
      .filter((one) => one.twin !== null)
      .map(({ table, index, twin }) => ({
        table,
        cells: [index.name, twin!, bytes(index.bytes)],
        statement: dropping(table, index),
      })),
    toDo: true,
  }
}

function invalid(tables: Table[]): Report {
  return {
    id: 'invalid',
    title: 'Invalid indexes',
    means: 'Left over from a CREATE INDEX CONCURRENTLY that failed: written with each row, and never read.',
    todo: 'Build it again.',
    columns: ['Index', 'Size'],
    findings: indexesOf(tables)
      .filter((one) => !one.index.valid)
      .map(({ table, index }) => ({
        table,
        cells: [index.name, bytes(index.bytes)],
        statement: `REINDEX INDEX CONCURRENTLY ${qualified(table.schema, index.name)};`,
      })),
    toDo: true,
  }
}

function withoutKey(tables: Table[]): Report {
  return {
    id: 'without-key',
    title: 'Tables without a primary key',
    means: 'Nothing names one of their rows, so that REST cannot change a single one, and replication cannot either.',
    todo: 'Give them one, in a migration.',
    columns: ['Rows, about'],
    findings: tables
      .filter((table) => table.primaryKey.length === 0 && table.kind !== 'materialized view')
      .map((table) => ({ table, cells: [table.rowEstimate === null ? 'not counted' : number(table.rowEstimate)] })),
    toDo: true,
  }
}

function dropping(table: Table, index: Index): string {
  return `DROP INDEX CONCURRENTLY ${qualified(table.schema, index.name)};`
}
