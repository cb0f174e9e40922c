import { useEffect, useState } from 'react'
import { Tabs } from '../shell/parts/Tabs'
import { Failed } from './Failed'
import { PlanView } from './PlanView'
import { Rows } from './Rows'
import type { Result } from './running'
import type { Statement } from './statements'

interface Props {
  results: Result[]
  running: Statement | null
}

/** What became of the statements: one beside the other where there are several. */
export function Results({ results, running }: Props) {
  const [chosen, setChosen] = useState<string>()
  const last = results.at(-1)
  useEffect(() => setChosen(last === undefined ? undefined : String(last.id)), [last])
  return (
    <section className="sql-results" aria-label="Results" aria-busy={running !== null}>
      {running !== null && (
        <p className="muted sql-running" role="status">
          Running {inShort(running.text)}
        </p>
      )}
      {results.length === 0 && running === null && (
        <div className="empty">
          <p>
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs what is selected, or the statement under the cursor.
          </p>
          <p>CACHED answers from the cache where it can; DIRECT always asks PostgreSQL.</p>
        </div>
      )}
      {results.length === 1 && last !== undefined && <One result={last} />}
      {results.length > 1 && (
        <Tabs
          label="Results"
          selected={chosen}
          onSelect={setChosen}
          tabs={results.map((result, i) => ({
            id: String(result.id),
            title: `${i + 1} ${result.kind === 'failed' ? 'failed' : inShort(result.statement.text, 16)}`,
            content: <One result={result} />,
          }))}
        />
      )}
    </section>
  )
}

function One({ result }: { result: Result }) {
  switch (result.kind) {
    case 'rows':
      return <Rows key={result.id} outcome={result.outcome} />
    case 'plan':
      return <PlanView plan={result.plan} raw={result.raw} />
    case 'failed':
      return <Failed error={result.error} />
  }
}

function inShort(sql: string, length = 60): string {
  const line = sql.replace(/\s+/g, ' ')
  return line.length > length ? line.slice(0, length) + '…' : line
}
