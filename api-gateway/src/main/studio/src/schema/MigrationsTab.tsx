import { useStudio } from '../shell/studio'
import { millis } from '../lanes/figures'
import { Scrolled } from './Scrolled'

/** Which migrations the database has, which it lacks, and whether both still agree. */
export function MigrationsTab() {
  const { applied, pending, drift } = useStudio().schema.migrations
  if (applied.length === 0 && pending.length === 0) {
    return <p className="empty">No migration was ever applied here: the schema was made by hand or by another tool.</p>
  }
  return (
    <div className="stack pad">
      <section className="panel" aria-label="State">
        <h2>State</h2>
        <p>
          {pending.length === 0
            ? 'The database has every migration that the gateway knows.'
            : 'The database lacks migrations:'}
        </p>
        {pending.length > 0 && (
          <>
            <ul className="plain-list">
              {pending.map((version) => (
                <li key={version} className="mono warn">
                  {version}
                </li>
              ))}
            </ul>
            <p className="muted">
              <code>./twinlane migrate</code> applies them.
            </p>
          </>
        )}
        {drift.length === 0 ? (
          <p>What was applied is what the files say.</p>
        ) : (
          <>
            <p className="warn">▲ Files and database differ:</p>
            <ul className="plain-list">
              {drift.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </>
        )}
      </section>
      <Scrolled label="Applied migrations">
        <table className="plain">
          <thead>
            <tr>
              <th>Version</th>
              <th>Name</th>
              <th>Applied</th>
              <th className="number">Took</th>
              <th>State</th>
            </tr>
          </thead>
          <tbody>
            {applied.map((one) => (
              <tr key={one.version + one.name}>
                <td className="mono">{one.version}</td>
                <td>{one.name}</td>
                <td>{new Date(one.appliedAt).toLocaleString()}</td>
                <td className="number">{one.millis === null ? '–' : millis(one.millis)}</td>
                <td>{one.success ? <span className="good">✓ applied</span> : <span className="bad">✗ failed</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </div>
  )
}
