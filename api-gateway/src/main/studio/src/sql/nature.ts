import { tokens } from './lexer'

/** The words and signs of a statement in lower case, without comments and space; strings and names as they are. */
function parts(sql: string): string[] {
  return tokens(sql)
    .filter((token) => token.kind !== 'space' && token.kind !== 'comment')
    .map((token) => {
      const text = sql.slice(token.from, token.to)
      return token.kind === 'word' ? text.toLowerCase() : text
    })
}

/**
 * What a statement would destroy, in words that complete "This …"; null if it is nothing. Looks at the text alone: what a
 * function or a trigger does is not known here.
 */
export function destroys(sql: string): string | null {
  const words = parts(sql)
  switch (words[0]) {
    case 'truncate':
      return 'empties whole tables'
    case 'drop':
      return 'drops what it names'
    case 'alter':
      return dropsColumn(words) ? 'drops a column and what is in it' : null
    case 'update':
    case 'delete':
    case 'with':
    case 'explain':
    case 'insert':
      return changesEveryRow(words)
    default:
      return null
  }
}

const KEEPS = new Set(['not', 'default', 'identity', 'expression', 'constraint'])

function dropsColumn(words: string[]): boolean {
  return words.some((word, i) => word === 'drop' && !KEEPS.has(words[i + 1] ?? ''))
}

/** `update` here does not begin a statement of its own. */
const NOT_AN_UPDATE = new Set(['for', 'do', 'key', 'on'])

function changesEveryRow(words: string[]): string | null {
  const open: (string | null)[] = [null]
  for (const [i, word] of words.entries()) {
    if (word === '(') {
      open.push(null)
    } else if (word === ')' && open.length > 1) {
      const unbounded = open.pop()
      if (unbounded) {
        return unbounded
      }
    } else if (word === 'delete' && words[i + 1] === 'from') {
      open[open.length - 1] = 'deletes every row: it has no WHERE'
    } else if (word === 'update' && !NOT_AN_UPDATE.has(words[i - 1] ?? '')) {
      open[open.length - 1] = 'changes every row: it has no WHERE'
    } else if (word === 'where') {
      open[open.length - 1] = null
    }
  }
  return open.find((unbounded) => unbounded !== null) ?? null
}

const CHANGES = new Set(['insert', 'update', 'delete', 'merge', 'into'])

/** Whether a statement only reads and takes no locks on rows, as far as its text tells. */
export function reads(sql: string): boolean {
  const words = parts(sql).filter((word) => word !== '(')
  const begins = ['select', 'with', 'values', 'table'].includes(words[0] ?? '')
  const locks = words.some((word, i) => word === 'for' && ['update', 'no', 'share', 'key'].includes(words[i + 1] ?? ''))
  return begins && !locks && !words.some((word) => CHANGES.has(word))
}

/** Whether a statement may change what the catalog says, so that it must be read again. */
export function changesSchema(sql: string): boolean {
  return [
    'create',
    'alter',
    'drop',
    'comment',
    'grant',
    'revoke',
    'do',
    'call',
    'analyze',
    'vacuum',
    'refresh',
  ].includes(parts(sql)[0] ?? '')
}

/** The question for a statement's plan; it is run only where running changes nothing. */
export function explaining(sql: string): string {
  const bare = sql.replace(/;\s*$/, '')
  return reads(sql) ? `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${bare}` : `EXPLAIN (FORMAT JSON) ${bare}`
}
