import { useState } from 'react'
import type { Table } from '../api/types'
import { addressOf } from '../shell/address'
import { Select } from '../shell/parts/Select'
import { TextField } from '../shell/parts/TextField'
import { useStudio } from '../shell/studio'
import { count } from './format'
import type { Change } from './staged'
import { placeOf } from './view'

interface Props {
  schema: string
  current: Table | null
  staged: readonly Change[]
  /** Goes to another schema. */
  onSchema: (schema: string) => void
  onChosen: () => void
}

/** The tables of a schema, with how many rows PostgreSQL thinks they have. */
export function TableList({ schema, current, staged, onSchema, onChosen }: Props) {
  const studio = useStudio()
  const [filter, setFilter] = useState('')
  const all = studio.schema.tables.filter((table) => table.schema === schema)
  const found = all.filter((table) => table.name.toLowerCase().includes(filter.toLowerCase()))
  return (
    <nav className="table-list" aria-label="Tables">
      {studio.session.schemas.length > 1 && <Select label="Schema" bare value={schema} options={studio.session.schemas} onChange={onSchema} />}
      <TextField label="Filter tables" bare placeholder={all.length === 1 ? 'Filter 1 table' : `Filter ${count(all.length)} tables`} value={filter} onChange={setFilter} />
      <ul>
        {found.map((table) => (
          <li key={table.name}>
            <a
              href={addressOf('data', placeOf({ schema, table: table.name }))}
              aria-current={table.name === current?.name && schema === current.schema ? 'page' : undefined}
              onClick={onChosen}
              title={table.comment ?? undefined}
            >
              <span className="cut grow">{table.name}</span>
              {staged.some((change) => change.table === table.name && change.schema === schema) && (
                <span className="badge warn" title="Changes are staged">
                  ●<span className="hidden-text">changes are staged</span>
                </span>
              )}
              <span className="muted small">{table.kind === 'table' ? estimate(table) : kindMark(table)}</span>
            </a>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted">{all.length === 0 ? 'This schema has no tables.' : 'No table is called like this.'}</p>}
    </nav>
  )
}

function estimate(table: Table): string {
  const rows = table.rowEstimate
  if (rows === null) {
    return '?'
  }
  return '~' + (rows >= 10_000 ? new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(rows) : count(rows))
}

function kindMark(table: Table): string {
  const kind = { table: '', view: 'view', 'materialized view': 'mat. view', 'partitioned table': 'partitioned', 'foreign table': 'foreign' }[table.kind]
  return table.rowEstimate === null ? kind : `${kind} ${estimate(table)}`
}
