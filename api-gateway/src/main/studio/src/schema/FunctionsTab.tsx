import { useState } from 'react'
import type { DbFunction } from '../api/types'
import { TextField } from '../shell/parts/TextField'
import { useStudio } from '../shell/studio'
import { Scrolled } from './Scrolled'

/** The functions, and which lane a call of each takes. */
export function FunctionsTab() {
  const { schema } = useStudio()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = schema.functions.filter((one) => `${one.schema}.${one.name}`.toLowerCase().includes(wanted))
  if (schema.functions.length === 0) {
    return <p className="empty">There is no function yet.</p>
  }
  return (
    <>
      <div className="toolbar">
        <TextField label="Search functions" bare placeholder="Search" value={search} onChange={setSearch} />
      </div>
      <Scrolled label="Functions">
        <table className="plain">
          <thead>
            <tr>
              <th>Function</th>
              <th>Gives</th>
              <th>Language</th>
              <th>Volatility</th>
              <th>A call of it by REST</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <Row key={`${one.schema}.${one.name}(${one.arguments})`} one={one} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  )
}

function Row({ one }: { one: DbFunction }) {
  return (
    <tr>
      <td className="mono">
        <span className="muted">{one.schema}.</span>
        <strong>{one.name}</strong>({one.arguments}){' '}
        {one.kind !== 'function' && <span className="badge">{one.kind}</span>}{' '}
        {one.securityDefiner && (
          <span className="badge warn" title="It runs with the rights of its owner, whoever calls it.">
            security definer
          </span>
        )}
        {one.comment && <div className="muted">{one.comment}</div>}
      </td>
      <td className="mono">{one.result}</td>
      <td>{one.language}</td>
      <td>{one.volatility}</td>
      <td>{lane(one)}</td>
    </tr>
  )
}

function lane(one: DbFunction) {
  if (one.kind !== 'function') {
    return <span className="muted">{one.kind === 'procedure' ? 'DIRECT, by CALL' : 'as part of a query'}</span>
  }
  if (one.result === 'trigger') {
    return <span className="muted">never: a trigger calls it</span>
  }
  return one.volatility === 'volatile' ? (
    <span className="lane-direct">DIRECT, as it may write</span>
  ) : (
    <span className="lane-cached">GET: CACHED, as it only reads</span>
  )
}
