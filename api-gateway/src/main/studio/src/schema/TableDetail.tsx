import type { Column, Table } from '../api/types'
import { bytes } from '../lanes/figures'
import { addressOf } from '../shell/address'
import { placeOf } from './places'
import { Scrolled } from './Scrolled'

/** A table in full: its columns, what keeps it true, and what happens when it is written. */
export function TableDetail({ table }: { table: Table }) {
  return (
    <article className="stack" aria-label={`${table.schema}.${table.name}`}>
      <p className="narrow-only">
        <a href={addressOf('schema', 'tables')}>All tables</a>
      </p>
      <div className="row wrap">
        <h2 className="mono">
          {table.schema}.{table.name}
        </h2>
        <span className="badge">{table.kind}</span>
        {table.rowSecurity && <span className="badge good">row security</span>}
        <a href={addressOf('data', placeOf(table))}>Its rows</a>
      </div>
      {table.comment && <p>{table.comment}</p>}
      <p className="muted">
        {table.rowEstimate === null ? 'Rows not counted yet' : `About ${table.rowEstimate.toLocaleString('en')} rows`},{' '}
        {bytes(table.bytes)} with indexes
      </p>
      <Columns table={table} />
      <Constraints table={table} />
      {table.triggers.length > 0 && (
        <section>
          <h3>Triggers</h3>
          {table.triggers.map((trigger) => (
            <pre key={trigger.name} className="panel">
              {trigger.definition}
            </pre>
          ))}
        </section>
      )}
    </article>
  )
}

function Columns({ table }: { table: Table }) {
  return (
    <Scrolled label="Columns">
      <table className="plain">
        <thead>
          <tr>
            <th>Column</th>
            <th>Type</th>
            <th>May be NULL</th>
            <th>Without a value</th>
            <th>Comment</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column) => (
            <tr key={column.name}>
              <td className="mono">
                {column.name} {table.primaryKey.includes(column.name) && <span className="badge">PK</span>}{' '}
                {table.foreignKeys.some((key) => key.columns.includes(column.name)) && (
                  <span className="badge">FK</span>
                )}
              </td>
              <td className="mono">
                {column.type}
                {column.enumValues && <div className="muted">{column.enumValues.join(', ')}</div>}
              </td>
              <td>{column.nullable ? 'yes' : 'no'}</td>
              <td className="mono">{withoutValue(column)}</td>
              <td className="told">{column.comment}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function withoutValue(column: Column): string {
  if (column.identity !== null) {
    return `generated ${column.identity} as identity`
  }
  return column.generated ? `generated as ${column.default ?? 'an expression'}` : (column.default ?? '')
}

function Constraints({ table }: { table: Table }) {
  const none = table.primaryKey.length + table.unique.length + table.foreignKeys.length + table.checks.length === 0
  return (
    <section>
      <h3>Keys and constraints</h3>
      {none && <p className="muted">None.</p>}
      <ul className="plain-list">
        {table.primaryKey.length > 0 && (
          <li>
            primary key <span className="mono">({table.primaryKey.join(', ')})</span>
          </li>
        )}
        {table.unique.map((unique) => (
          <li key={unique.name}>
            unique <span className="mono">({unique.columns.join(', ')})</span>{' '}
            <span className="muted mono">{unique.name}</span>
          </li>
        ))}
        {table.foreignKeys.map((key) => (
          <li key={key.name}>
            <span className="mono">({key.columns.join(', ')})</span> refers to{' '}
            <a
              className="mono"
              href={addressOf('schema', `tables/${placeOf({ schema: key.toSchema, name: key.toTable })}`)}
            >
              {key.toSchema}.{key.toTable}
            </a>{' '}
            <span className="mono">({key.toColumns.join(', ')})</span>, on delete {key.onDelete.toLowerCase()}
            {!key.indexed && <span className="warn"> ▲ without an index</span>}
          </li>
        ))}
        {table.checks.map((check) => (
          <li key={check.name}>
            <span className="mono">{check.definition}</span> <span className="muted mono">{check.name}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
