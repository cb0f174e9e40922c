// Where SQL over HTTP is, and as whom: what an application gets from its configuration.
export const endpoint = process.env.SQL_ENDPOINT
export const connectionString = process.env.SQL_CONNECTION_STRING

/** The connection string with another host, user, password or path. */
export function connection(changes) {
  return Object.assign(new URL(connectionString), changes).href
}

/** Makes a schema anew, with what is in it, in one transaction. */
export async function build(sql, schema, statements) {
  const ask = sql.query ?? sql
  const all = [`drop schema if exists ${schema} cascade`, `create schema ${schema}`, ...statements]
  await sql.transaction(all.map((statement) => ask(statement)))
}
