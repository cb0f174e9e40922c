import { useState } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { CacheOfService } from '../api/types'
import { TextField } from '../shell/parts/TextField'
import { bytes, figure, millis, percent } from './figures'
import { merged, type Order, ordered, type Share } from './shares'

const ORDERS: { id: Order; text: string }[] = [
  { id: 'asked', text: 'most asked' },
  { id: 'slowest', text: 'slowest' },
  { id: 'uncached', text: 'least cached' },
]

const SHOWN_MAX = 100

interface Props {
  caches: CacheOfService[]
  onChoose: (hash: string) => void
}

/** The statements that the cache knows. */
export function Statements({ caches, onChoose }: Props) {
  const [order, setOrder] = useState<Order>('asked')
  const [search, setSearch] = useState('')
  const all = merged(caches)
  const found = ordered(all, order, search).slice(0, SHOWN_MAX)
  return (
    <>
      <div className="toolbar">
        <ToggleButtonGroup
          aria-label="Order"
          className="row choice"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[order]}
          onSelectionChange={(keys) => setOrder([...keys][0] as Order)}
        >
          {ORDERS.map(({ id, text }) => (
            <ToggleButton key={id} id={id} className="button">
              {text}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <TextField label="Search statements" bare placeholder="Search" value={search} onChange={setSearch} />
      </div>
      {all.length === 0 && (
        <p className="empty">Nothing was read yet: read something by REST, or run a SELECT on the CACHED lane.</p>
      )}
      {all.length > 0 && found.length === 0 && <p className="empty">No statement holds “{search}”.</p>}
      {found.length > 0 && <StatementTable shares={found} onChoose={onChoose} />}
    </>
  )
}

function StatementTable({ shares, onChoose }: { shares: Share[]; onChoose: (hash: string) => void }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Statements">
      <table className="plain statement-table">
        <thead>
          <tr>
            <th>Statement</th>
            <th className="number">Asked</th>
            <th className="number">From the cache</th>
            <th className="number">From PostgreSQL</th>
            <th className="number">Each takes</th>
            <th className="number">Time saved</th>
            <th className="number">Served</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.hash}>
              <td>
                <button type="button" className="link-button mono" onClick={() => onChoose(share.hash)}>
                  {share.sql.replace(/\s+/g, ' ').slice(0, 160)}
                </button>
              </td>
              <td className="number">{figure(share.asked)}</td>
              <td className="number">{percent(share.fromCache)}</td>
              <td className="number">{figure(share.misses + share.bypassed)}</td>
              <td className="number">{share.meanMillis === null ? '–' : millis(share.meanMillis)}</td>
              <td className="number">{millis(share.savedMillis)}</td>
              <td className="number">{bytes(share.bytesServed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
