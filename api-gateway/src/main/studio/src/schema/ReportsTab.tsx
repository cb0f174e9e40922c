import { useMemo } from 'react'
import { addressOf } from '../shell/address'
import { Button } from '../shell/parts/Button'
import { say, sayError } from '../shell/parts/saying'
import { useStudio } from '../shell/studio'
import { placeOf } from './places'
import { type Finding, type Report, reportsOf } from './reports'
import { Scrolled } from './Scrolled'

/** What is worth doing about the tables, what it means, and the statements for it. */
export function ReportsTab() {
  const { schema } = useStudio()
  const reports = useMemo(() => reportsOf(schema), [schema])
  const quiet = reports.filter((report) => report.findings.length === 0)
  return (
    <div className="stack pad">
      <p className="muted">
        Counts begin with the last reset of PostgreSQL’s statistics. <code>./twinlane report</code> tells since when,
        and more.
      </p>
      {reports
        .filter((report) => report.findings.length > 0)
        .map((report) => (
          <OneReport key={report.id} report={report} />
        ))}
      {quiet.length > 0 && (
        <section className="panel">
          <h2>Nothing found</h2>
          <ul className="plain-list">
            {quiet.map((report) => (
              <li key={report.id}>
                <span className="good">✓</span> {report.title}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function OneReport({ report }: { report: Report }) {
  return (
    <section className="panel" aria-label={report.title}>
      <details open={report.toDo}>
        <summary>
          <h2 className="inline">{report.title}</h2>{' '}
          <span className={report.toDo ? 'badge warn' : 'badge'}>{report.findings.length}</span>
        </summary>
        <p>{report.means}</p>
        <p className="muted">{report.todo}</p>
        <Scrolled label={`${report.title}: what was found`}>
          <table className="plain">
            <thead>
              <tr>
                <th>Table</th>
                {report.columns.map((column, i) => (
                  <th key={i}>{column}</th>
                ))}
                {report.findings.some((finding) => finding.statement) && <th>Statement</th>}
              </tr>
            </thead>
            <tbody>
              {report.findings.map((finding, i) => (
                <Row key={i} finding={finding} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      </details>
    </section>
  )
}

function Row({ finding }: { finding: Finding }) {
  const { table, cells, statement } = finding
  const copy = () => navigator.clipboard.writeText(statement ?? '').then(() => say('Copied', 'good'), sayError)
  return (
    <tr>
      <td>
        <a className="mono" href={addressOf('schema', `tables/${placeOf(table)}`)}>
          {table.schema}.{table.name}
        </a>
      </td>
      {cells.map((cell, i) => (
        <td key={i}>{cell}</td>
      ))}
      {statement !== undefined && (
        <td>
          <div className="row">
            <code className="grow">{statement}</code>
            <Button onPress={() => void copy()} aria-label={`Copy ${statement}`}>
              Copy
            </Button>
          </div>
        </td>
      )}
    </tr>
  )
}
