import type { Column, Table } from '../api/types'
import type { Owner } from './staged'

/** A column for a test, nullable and without a default. */
export function columnOf(name: string, udt: string): Column {
  return { name, type: udt, udt, nullable: true, default: null, identity: null, generated: false, comment: null, enumValues: null }
}

/** A table for a test. */
export function tableOf(name: string, columns: Column[], primaryKey: string[]): Table {
  return {
    schema: 'public', name, kind: 'table', comment: null, rowEstimate: null, bytes: 0, deadRows: 0, seqScans: 0, seqRowsRead: 0,
    indexScans: 0, lastVacuum: null, lastAnalyze: null, rowSecurity: false, rowSecurityForced: false, columns, primaryKey,
    unique: [], checks: [], foreignKeys: [], indexes: [], policies: [], triggers: [],
  }
}

/** Whom a test acts as. */
export const SOMEBODY: Owner = { environment: 'development', database: 'postgres', role: null, claims: '{}' }
