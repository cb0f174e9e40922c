import type { SqlAnswer } from '../api/types'

/** An answer as CSV (RFC 4180): NULL is an empty field, and empty text is `""`, as COPY writes them. */
export function csv(answer: Pick<SqlAnswer, 'fields' | 'rows'>): string {
  const head = answer.fields.map((field) => quoted(field.name, false))
  const rows = answer.rows.map((row) => row.map((value) => (value === null ? '' : quoted(value, true))).join(','))
  return [head.join(','), ...rows].join('\r\n') + '\r\n'
}

function quoted(text: string, emptyToo: boolean): string {
  const must = /[",\r\n]/.test(text) || /^\s|\s$/.test(text) || (emptyToo && text === '')
  return must ? `"${text.replaceAll('"', '""')}"` : text
}

/** int2 and int4, and json and jsonb, whose text is JSON as it stands: what is larger would lose digits in a reader. */
const INTEGERS = new Set([21, 23])
const JSONS = new Set([114, 3802])
const BOOLEAN = 16

/** An answer as JSON: small integers, booleans and JSON are themselves, everything else is PostgreSQL's text. */
export function json(answer: Pick<SqlAnswer, 'fields' | 'rows'>): string {
  const names = distinct(answer.fields.map((field) => field.name))
  const rows = answer.rows.map((row) => {
    const members = names.map(
      (name, i) => `${JSON.stringify(name)}: ${member(row[i] ?? null, answer.fields[i]!.dataTypeID)}`,
    )
    return `  { ${members.join(', ')} }`
  })
  return rows.length === 0 ? '[]\n' : `[\n${rows.join(',\n')}\n]\n`
}

function member(value: string | null, type: number): string {
  if (value === null) {
    return 'null'
  }
  if (INTEGERS.has(type) || JSONS.has(type)) {
    return value
  }
  return type === BOOLEAN ? String(value === 't' || value === 'true') : JSON.stringify(value)
}

/** Names of which no two are the same: a query may call two columns alike, an object may not. */
export function distinct(names: string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let n = 2; taken.has(free); n++) {
      free = `${name}_${n}`
    }
    taken.add(free)
    return free
  })
}

/** Hands a file to the browser to save. */
export function download(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // the browser has taken it by then; at once would be too early for some
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
