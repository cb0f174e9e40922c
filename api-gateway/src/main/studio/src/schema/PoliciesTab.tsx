import type { Policy, Table } from '../api/types'
import { useStudio } from '../shell/studio'
import { Scrolled } from './Scrolled'

/** Who may see and change which rows. */
export function PoliciesTab() {
  const { schema } = useStudio()
  const tables = schema.tables.filter((table) => table.kind === 'table' || table.kind === 'partitioned table')
  const open = tables.filter((table) => !table.rowSecurity && table.policies.length === 0)
  return (
    <div className="stack pad">
      {tables
        .filter((table) => table.rowSecurity || table.policies.length > 0)
        .map((table) => (
          <OfTable key={table.schema + table.name} table={table} />
        ))}
      <section className="panel">
        <h2>Without row security</h2>
        <p className="muted">Every row is there for whoever has the right on the table.</p>
        <p className="mono">
          {open.length === 0 ? 'None.' : open.map((table) => `${table.schema}.${table.name}`).join(', ')}
        </p>
      </section>
    </div>
  )
}

function OfTable({ table }: { table: Table }) {
  return (
    <section className="panel stack" aria-label={`Policies of ${table.schema}.${table.name}`}>
      <div className="row wrap">
        <h2 className="mono">
          {table.schema}.{table.name}
        </h2>
        {table.rowSecurity ? (
          <span className="badge good">row security on</span>
        ) : (
          <span className="badge bad">row security off</span>
        )}
        {table.rowSecurityForced && <span className="badge">also for its owner</span>}
      </div>
      {!table.rowSecurity && (
        <p className="warn">▲ These policies do nothing until ALTER TABLE … ENABLE ROW LEVEL SECURITY.</p>
      )}
      {table.policies.length === 0 ? (
        <p>No policy: nobody but its owner sees a row.</p>
      ) : (
        <Scrolled label={`Policies of ${table.name}`}>
          <table className="plain">
            <thead>
              <tr>
                <th>Policy</th>
                <th>For</th>
                <th>Roles</th>
                <th>Rows that are seen (USING)</th>
                <th>Rows that may be written (CHECK)</th>
              </tr>
            </thead>
            <tbody>
              {table.policies.map((policy) => (
                <PolicyRow key={policy.name} policy={policy} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </section>
  )
}

/** Where a policy for these says nothing of what may be written, the rows that are seen may be. */
const WRITES = /^(all|update)$/i

function PolicyRow({ policy }: { policy: Policy }) {
  return (
    <tr>
      <td>
        <strong>{policy.name}</strong>
        {!policy.permissive && <div className="muted">restrictive: must hold beside the others</div>}
      </td>
      <td>{policy.command}</td>
      <td className="mono">{policy.roles.join(', ') || 'public'}</td>
      <td className="mono">{policy.using ?? '–'}</td>
      <td className="mono">
        {policy.check ?? (policy.using !== null && WRITES.test(policy.command) ? 'as seen' : '–')}
      </td>
    </tr>
  )
}
