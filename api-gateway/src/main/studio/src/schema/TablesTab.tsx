import { useState } from 'react'
import type { Table } from '../api/types'
import { bytes } from '../lanes/figures'
import { addressOf } from '../shell/address'
import { TextField } from '../shell/parts/TextField'
import { useStudio } from '../shell/studio'
import { placeOf } from './places'
import { TableDetail } from './TableDetail'

/** The tables, and one of them in full. */
export function TablesTab({ chosen }: { chosen: string[] }) {
  const { schema } = useStudio()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = schema.tables.filter((table) => `${table.schema}.${table.name}`.toLowerCase().includes(wanted))
  const table = schema.tables.find((one) => one.schema === chosen[0] && one.name === chosen[1])
  return (
    <div className={table === undefined ? 'split' : 'split has-detail'}>
      <nav className="split-list" aria-label="Tables">
        <TextField label="Search tables" bare placeholder="Search" value={search} onChange={setSearch} />
        {found.length === 0 && (
          <p className="muted">{schema.tables.length === 0 ? 'There is no table yet.' : 'Nothing found.'}</p>
        )}
        <ul>
          {found.map((one) => (
            <li key={placeOf(one)}>
              <Item table={one} current={one === table} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="split-detail">
        {table === undefined ? (
          <p className="empty">Choose a table to see its columns, keys and triggers.</p>
        ) : (
          <TableDetail table={table} />
        )}
      </div>
    </div>
  )
}

function Item({ table, current }: { table: Table; current: boolean }) {
  return (
    <a href={addressOf('schema', `tables/${placeOf(table)}`)} aria-current={current ? 'page' : undefined}>
      <span className="mono">
        <span className="muted">{table.schema}.</span>
        {table.name}
      </span>
      <span className="muted">
        {table.kind === 'table' || table.kind === 'partitioned table' ? bytes(table.bytes) : table.kind}
      </span>
    </a>
  )
}
