/** What the gateway's /studio/api answers: the contract between the page and io.twinlane.gateway.studio. */

/** GET /studio/api/session; 401 while nobody is logged in. */
export interface Session {
  /** Goes into the header X-Studio-Csrf of every request that is not a GET. */
  csrf: string
  /** ISO time at which the session ends unless it is used. */
  expiresAt: string
  environment: string
  version: string
  /** Nothing can be written from here, whatever the session says. */
  readOnly: boolean
  /** As whom everything is asked; null for the role that the lanes log in with. */
  role: string | null
  /** What row-level security sees of the pretended user, without the role. */
  claims: Record<string, unknown>
  /**
   * Marks role and claims: another one after each change. Goes into the header X-Studio-Acting of every request to rest/ and
   * sql/, which is refused with 409 STUDIO_ACTING where it is not that of now.
   */
  acting: string
  /** The role of requests without a token; null where there is none. */
  anonymousRole: string | null
  /** The schemas that REST serves, the first by default. */
  schemas: string[]
}

/** GET /studio/api/schema: what PostgreSQL's catalog says, built by PostgreSQL. */
export interface Schema {
  database: string
  serverVersion: string
  /** The role that the lanes log in with. */
  sessionUser: string
  /** The roles that can be acted as. */
  roles: string[]
  tables: Table[]
  functions: DbFunction[]
  enums: { schema: string; name: string; values: string[] }[]
  migrations: Migrations
}

export interface Table {
  schema: string
  name: string
  kind: 'table' | 'view' | 'materialized view' | 'partitioned table' | 'foreign table'
  comment: string | null
  /** As PostgreSQL estimates it; null where it never counted. */
  rowEstimate: number | null
  bytes: number
  deadRows: number
  seqScans: number
  seqRowsRead: number
  indexScans: number
  lastVacuum: string | null
  lastAnalyze: string | null
  rowSecurity: boolean
  rowSecurityForced: boolean
  columns: Column[]
  primaryKey: string[]
  unique: { name: string; columns: string[] }[]
  /** Check and exclusion constraints. */
  checks: { name: string; definition: string }[]
  foreignKeys: ForeignKey[]
  indexes: Index[]
  policies: Policy[]
  triggers: { name: string; definition: string }[]
}

export interface Column {
  name: string
  /** As format_type writes it, such as `numeric(12,2)` or `text[]`. */
  type: string
  /** The name of the type alone, such as `int4`, `_text`, `timestamptz`, or of the enum. */
  udt: string
  nullable: boolean
  default: string | null
  /** `always` and stored generated columns cannot be written. */
  identity: 'always' | 'by default' | null
  generated: boolean
  comment: string | null
  /** The labels of an enum; null for any other type. */
  enumValues: string[] | null
}

export interface ForeignKey {
  name: string
  columns: string[]
  toSchema: string
  toTable: string
  toColumns: string[]
  onDelete: string
  /** Whether a valid index begins with its columns. */
  indexed: boolean
}

export interface Index {
  name: string
  definition: string
  unique: boolean
  primary: boolean
  valid: boolean
  bytes: number
  scans: number
}

export interface Policy {
  name: string
  command: string
  permissive: boolean
  roles: string[]
  using: string | null
  check: string | null
}

export interface DbFunction {
  schema: string
  name: string
  arguments: string
  result: string
  kind: 'function' | 'procedure' | 'aggregate' | 'window'
  language: string
  volatility: 'immutable' | 'stable' | 'volatile'
  securityDefiner: boolean
  comment: string | null
}

export interface Migrations {
  /** Newest first; empty where there is no ledger. */
  applied: { version: string; name: string; success: boolean; appliedAt: string; millis: number | null }[]
  /** Versions of files that the gateway knows and the database does not have. */
  pending: string[]
  /** What differs between the files and what was applied. */
  drift: string[]
}

/** POST /studio/api/sql/cached and /studio/api/sql/direct; the body. */
export interface SqlQuestion {
  query: string
  params?: (string | null)[]
  /** Only DIRECT can write, and only where the session may. Without it the transaction is READ ONLY. */
  write?: boolean
}

/** The answer: the body of SQL over HTTP, values as PostgreSQL's text. Cache-Status and Age tell the rest. */
export interface SqlAnswer {
  command: string
  rowCount: number | null
  fields: { name: string; dataTypeID: number }[]
  rows: (string | null)[][]
}

/** What an error of REST or of SQL says. */
export interface Problem {
  code: string
  message: string
  details?: string | null
  hint?: string | null
  /** Which part of a batch it was, from 0. */
  part?: number
  /** Where in the statement, counted in characters from 1; as PostgreSQL writes it. */
  position?: string | null
}

/** GET /studio/api/lanes, an event stream: `look` once a second, `write` for each announced write. */
export interface Look {
  /** ISO time. */
  at: string
  caches: CacheOfService[]
  pools: Pool[]
  requests: Requests
}

export interface CacheOfService {
  instance: string
  enabled: boolean
  entries: number
  bytes: number
  bytesMax: number
  /** Answers since the start by the words that Cache-Status has: hit, miss, stale, collapsed, bypass;reason… */
  outcomes: Record<string, number>
  /** How old the answers served were, in seconds at most, and how many. */
  ages: Record<string, number>
  statements: StatementShare[]
}

export interface StatementShare {
  hash: string
  /** Cut after 2,000 characters; whole in StatementDetail. */
  sql: string
  hits: number
  misses: number
  collapsed: number
  stale: number
  bypassed: number
  bytesServed: number
  savedMillis: number
  /** What a miss took on average; null before the first. */
  meanMillis: number | null
}

/** GET /studio/api/lanes/statements/{hash}: one statement, of every query-service. */
export interface StatementDetail {
  hash: string
  sql: string
  instances: {
    instance: string
    /** Tables whose writes end its answers; null where that is not known yet. */
    readSet: string[] | null
    /** Why answers were not cached, and how often. */
    notCached: Record<string, number>
    entries: { key: string; role: string | null; ageSeconds: number; bytes: number; hits: number | null }[]
  }[]
}

/** What the pools of a lane's service do, taken together: one for each service. */
export interface Pool {
  instance: string
  lane: 'cached' | 'direct'
  inUse: number
  /** Of max, those that are not in use; a connection is opened when it is first needed. */
  idle: number
  waiting: number
  /** Works that may run at once: a connection of the CACHED lane carries several. */
  max: number
}

/** Requests of this gateway since its start. */
export interface Requests {
  /** By `cached`, `direct` and `none`. */
  byLane: Record<string, number>
  /** Answers with status 500 and above. */
  failed: number
}

export interface Write {
  at: string
  requestId: string
  /** As schema.table. */
  tables: string[]
  /** Anything at all may have changed. */
  everything: boolean
  /** The cached answers that it ended, as of the look before it. */
  invalidated: { hash: string; sql: string; entries: number }[]
}
