import { completeFromList } from '@codemirror/autocomplete'
import { sql, SQLDialect, type SQLNamespace } from '@codemirror/lang-sql'
import type { Extension } from '@codemirror/state'
import type { Schema, Table } from '../api/types'
import { KEYWORDS, TYPES } from './words'

/**
 * PostgreSQL's language without the hundreds of words that are names as well, such as id, name and value: those would stand
 * out as if they meant something.
 */
const DIALECT = SQLDialect.define({
  charSetCasts: true,
  doubleDollarQuotedStrings: true,
  operatorChars: '+-*/<>=~!@#%^&|`?',
  specialVar: '',
  keywords: KEYWORDS,
  types: TYPES,
})

/** PostgreSQL's language, with completion of what there is in the catalog. */
export function language(schema: Schema, schemas: string[]): Extension {
  const names = [...new Set(schema.functions.map((one) => one.name))]
  const functions = names.map((label) => ({ label, type: 'function', apply: `${label}(` }))
  return [
    sql({ dialect: DIALECT, schema: namespace(schema.tables), defaultSchema: schemas[0] ?? 'public' }),
    DIALECT.language.data.of({ autocomplete: completeFromList(functions) }),
  ]
}

function namespace(tables: Table[]): SQLNamespace {
  const bySchema: Record<string, Record<string, SQLNamespace>> = {}
  for (const table of tables) {
    const own = (bySchema[table.schema] ??= {})
    own[table.name] = {
      self: { label: table.name, type: 'type', detail: table.kind },
      children: table.columns.map((column) => ({ label: column.name, type: 'property', detail: column.type })),
    }
  }
  return bySchema
}
