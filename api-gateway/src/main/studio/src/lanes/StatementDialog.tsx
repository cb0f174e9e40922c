import { useEffect, useState } from 'react'
import { json } from '../api/client'
import type { StatementDetail } from '../api/types'
import { addressOf } from '../shell/address'
import { Dialog } from '../shell/parts/Dialog'
import { ProblemBox } from '../shell/parts/ProblemBox'
import { bytes, seconds } from './figures'
import { reason } from './reasons'
import { TableLink } from './TableLink'

const AGAIN_MILLIS = 2000

interface Props {
  hash: string | null
  onClose: () => void
}

/** One statement: what it reads, what is kept of it, and why not more. Looks again as long as it is open. */
export function StatementDialog({ hash, onClose }: Props) {
  const [detail, setDetail] = useState<StatementDetail | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (hash === null) {
      return
    }
    let ended = false
    let again: ReturnType<typeof setTimeout>
    setDetail(null)
    const look = async () => {
      try {
        const found = await json<StatementDetail>(`/lanes/statements/${encodeURIComponent(hash)}`)
        if (!ended) {
          setDetail(found)
          setError(null)
        }
      } catch (cause) {
        setError(cause)
      }
      if (!ended) {
        again = setTimeout(look, AGAIN_MILLIS)
      }
    }
    void look()
    return () => {
      ended = true
      clearTimeout(again)
    }
  }, [hash])
  return (
    <Dialog title={`Statement ${hash ?? ''}`} open={hash !== null} onClose={onClose} wide>
      {error !== null && <ProblemBox error={error} />}
      {detail === null && error === null && <p className="muted">Asking the services…</p>}
      {detail !== null && <Detail detail={detail} />}
    </Dialog>
  )
}

function Detail({ detail }: { detail: StatementDetail }) {
  return (
    <>
      <pre className="panel statement-sql">{detail.sql}</pre>
      <p>
        <a href={addressOf('sql', encodeURIComponent(detail.sql))}>Open it in the editor</a>
      </p>
      {detail.instances.length === 0 && <p className="muted">No service knows it any more.</p>}
      {detail.instances.map((one) => (
        <section key={one.instance} className="stack" aria-label={one.instance}>
          <h3 className="mono">{one.instance}</h3>
          {(one.readSet !== null || Object.keys(one.notCached).length === 0) && <ReadSet readSet={one.readSet} />}
          <NotCached counts={one.notCached} />
          <Entries entries={one.entries} />
        </section>
      ))}
    </>
  )
}

type Instance = StatementDetail['instances'][number]

function ReadSet({ readSet }: { readSet: Instance['readSet'] }) {
  if (readSet === null) {
    return <p>What it reads is not known yet, so that nothing of it is kept.</p>
  }
  if (readSet.length === 0) {
    return <p>It reads no table: no write ends its answers, only their time.</p>
  }
  return (
    <p>
      Its answers end when one of these is written:{' '}
      {readSet.map((table, i) => (
        <span key={table}>
          {i > 0 && ', '}
          <TableLink name={table} />
        </span>
      ))}
    </p>
  )
}

function NotCached({ counts }: { counts: Record<string, number> }) {
  const found = Object.entries(counts).filter(([, count]) => count > 0)
  if (found.length === 0) {
    return <p>Every answer could be kept.</p>
  }
  return (
    <ul className="plain-list">
      {found.map(([word, count]) => (
        <li key={word}>
          <strong>
            Not cached {count.toLocaleString('en')} {count === 1 ? 'time' : 'times'}
          </strong>{' '}
          (<span className="mono">{word}</span>): {reason(word)}
        </li>
      ))}
    </ul>
  )
}

function Entries({ entries }: { entries: Instance['entries'] }) {
  if (entries.length === 0) {
    return <p className="muted">Nothing of it is in the cache now.</p>
  }
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Answers in the cache">
      <table className="plain">
        <thead>
          <tr>
            <th>Key</th>
            <th>Role</th>
            <th className="number">Age</th>
            <th className="number">Weight</th>
            <th className="number">Hits</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.key}>
              <td className="mono">{entry.key}</td>
              <td>{entry.role ?? 'the lane’s own'}</td>
              <td className="number">{seconds(entry.ageSeconds)}</td>
              <td className="number">{bytes(entry.bytes)}</td>
              <td className="number">{entry.hits ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
