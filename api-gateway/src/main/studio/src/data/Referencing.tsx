import { useEffect, useState } from 'react'
import type { ForeignKey, Schema, Table } from '../api/types'
import { addressOf } from '../shell/address'
import { count } from './format'
import { referencing, referringFilters } from './relations'
import { countRows, type Row } from './rest'
import { placeOf } from './view'

/** How many rows of other tables refer to a row, each one click away. */
export function Referencing({ schema, table, row, who }: { schema: Schema; table: Table; row: Row; who: string }) {
  const ways = referencing(schema, table).filter(({ key }) => key.toColumns.every((name) => (row[name] ?? null) !== null))
  const [counts, setCounts] = useState<Record<string, number | 'hidden'>>({})
  const asked = JSON.stringify([who, ways.map(({ from, key }) => [from.schema, from.name, key.name, referringFilters(key, row)])])

  useEffect(() => {
    const abort = new AbortController()
    setCounts({})
    for (const { from, key } of ways) {
      const told = (found: number | 'hidden') => !abort.signal.aborted && setCounts((now) => ({ ...now, [nameOf(from, key)]: found }))
      countRows(from, referringFilters(key, row), 'exact', { signal: abort.signal }).then(told, () => told('hidden'))
    }
    return () => abort.abort()
    // What is asked tells whether anything is new.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked])

  if (ways.length === 0) {
    return null
  }
  return (
    <section>
      <h3>Referred to by</h3>
      <ul className="referring">
        {ways.map(({ from, key }) => {
          const found = counts[nameOf(from, key)]
          const filters = referringFilters(key, row)
          return (
            <li key={nameOf(from, key)}>
              <a href={addressOf('data', placeOf({ schema: from.schema, table: from.name, filters }))}>
                {from.name} <span className="muted">by {key.columns.join(', ')}</span>
              </a>
              <span className="badge">{found === undefined ? '…' : found === 'hidden' ? 'not readable' : count(found)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Two schemas may have tables, and tables keys, of the same name. */
function nameOf(from: Table, key: ForeignKey): string {
  return JSON.stringify([from.schema, from.name, key.name])
}
