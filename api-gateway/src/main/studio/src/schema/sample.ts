import type { Column, ForeignKey, Index, Table } from '../api/types'

/** Tables for tests. */
export function table(name: string, part: Partial<Table> = {}): Table {
  return {
    schema: 'public',
    name,
    kind: 'table',
    comment: null,
    rowEstimate: 0,
    bytes: 0,
    deadRows: 0,
    seqScans: 0,
    seqRowsRead: 0,
    indexScans: 0,
    lastVacuum: null,
    lastAnalyze: null,
    rowSecurity: false,
    rowSecurityForced: false,
    columns: [],
    primaryKey: [],
    unique: [],
    checks: [],
    foreignKeys: [],
    indexes: [],
    policies: [],
    triggers: [],
    ...part,
  }
}

export function column(name: string, part: Partial<Column> = {}): Column {
  const none = { nullable: false, default: null, identity: null, generated: false, comment: null, enumValues: null }
  return { name, type: 'integer', udt: 'int4', ...none, ...part }
}

export function key(columns: string[], toTable: string, part: Partial<ForeignKey> = {}): ForeignKey {
  const name = `fk_${columns.join('_')}`
  return {
    name,
    columns,
    toSchema: 'public',
    toTable,
    toColumns: ['id'],
    onDelete: 'NO ACTION',
    indexed: true,
    ...part,
  }
}

export function index(name: string, on: string, part: Partial<Index> = {}): Index {
  const unique = part.unique ?? false
  const definition = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${on}`
  return { name, definition, unique, primary: false, valid: true, bytes: 8192, scans: 0, ...part }
}
