import { useState } from 'react'
import type { Write } from '../api/types'
import { Button } from '../shell/parts/Button'
import { TextField } from '../shell/parts/TextField'
import { sum } from './rates'
import { TableLink } from './TableLink'

/** The writes as they are announced, and what each of them ended. */
export function Writes({ writes }: { writes: Write[] }) {
  const [held, setHeld] = useState<Write[] | null>(null)
  const [table, setTable] = useState('')
  const shown = held ?? writes
  const found = shown.filter((write) => write.everything || write.tables.some((name) => name.includes(table.trim())))
  const missed = held === null ? 0 : writes.length === 0 ? 0 : newer(writes, held)
  return (
    <>
      <div className="toolbar">
        <Button aria-pressed={held !== null} onPress={() => setHeld(held === null ? writes : null)}>
          {held === null ? 'Pause' : missed > 0 ? `Go on (${missed} new)` : 'Go on'}
        </Button>
        <TextField
          label="Only writes of a table"
          bare
          placeholder="Only of a table"
          value={table}
          onChange={setTable}
        />
      </div>
      {found.length === 0 && (
        <p className="empty">
          {shown.length === 0
            ? 'No write since this page was opened: change a row by REST or in Data, and it appears here.'
            : `No write of a table “${table}”.`}
        </p>
      )}
      <ol className="writes" aria-label="Writes, the newest first">
        {found.map((write) => (
          <Item key={write.at + write.requestId + write.tables.join()} write={write} />
        ))}
      </ol>
    </>
  )
}

function newer(writes: Write[], held: Write[]): number {
  const at = writes.findIndex((write) => write === held[0])
  return at < 0 ? writes.length : at
}

function Item({ write }: { write: Write }) {
  const entries = sum(write.invalidated.map((one) => one.entries))
  return (
    <li className="write">
      <div className="row wrap">
        <time dateTime={write.at} className="muted">
          {new Date(write.at).toLocaleTimeString()}
        </time>
        {write.everything ? (
          <strong>anything may have changed</strong>
        ) : (
          write.tables.map((name) => <TableLink key={name} name={name} />)
        )}
        <span className="mono muted write-id">{write.requestId}</span>
      </div>
      {write.invalidated.length === 0 ? (
        <p className="muted">Ended nothing: no answer in the cache depended on it.</p>
      ) : (
        <details open={write.invalidated.length <= 3}>
          <summary>
            Ended {entries} {entries === 1 ? 'answer' : 'answers'} of {write.invalidated.length}{' '}
            {write.invalidated.length === 1 ? 'statement' : 'statements'}
          </summary>
          <ul className="plain-list">
            {write.invalidated.map((one) => (
              <li key={one.hash}>
                <a className="mono" href={`#/lanes/statements/${one.hash}`}>
                  {one.sql.replace(/\s+/g, ' ').slice(0, 160)}
                </a>{' '}
                <span className="muted">
                  {one.entries} {one.entries === 1 ? 'answer' : 'answers'}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}
