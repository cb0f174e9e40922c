export type Kind = 'word' | 'name' | 'string' | 'comment' | 'space' | 'sign'

/** A piece of a text in SQL; `from` counts in UTF-16 units and `to` is past its end. */
export interface Token {
  kind: Kind
  from: number
  to: number
}

const SPACE = /\s+/y
const LINE_COMMENT = /--[^\n]*/y
const ESCAPED = /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y
const QUOTED = /'(?:[^']|'')*(?:'|$)/y
const NAME = /"(?:[^"]|"")*(?:"|$)/y
const DOLLARS = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y

const SIMPLE: [Kind, RegExp][] = [
  ['space', SPACE],
  ['comment', LINE_COMMENT],
  ['string', ESCAPED],
  ['string', QUOTED],
  ['name', NAME],
  ['word', WORD],
]

/** The pieces of a text as PostgreSQL's own scanner tells them apart; what is not closed reaches to the end. */
export function tokens(sql: string): Token[] {
  const found: Token[] = []
  let at = 0
  while (at < sql.length) {
    const token = next(sql, at)
    found.push(token)
    at = token.to
  }
  return found
}

function next(sql: string, from: number): Token {
  if (sql.startsWith('/*', from)) {
    return { kind: 'comment', from, to: endOfComment(sql, from) }
  }
  for (const [kind, pattern] of SIMPLE) {
    const to = end(pattern, sql, from)
    if (to > from) {
      return { kind, from, to }
    }
  }
  const opened = end(DOLLARS, sql, from)
  if (opened > from) {
    const closing = sql.indexOf(sql.slice(from, opened), opened)
    return { kind: 'string', from, to: closing < 0 ? sql.length : closing + opened - from }
  }
  return { kind: 'sign', from, to: from + 1 }
}

function end(pattern: RegExp, sql: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(sql) ? pattern.lastIndex : from
}

/** Comments lie one in another. */
function endOfComment(sql: string, from: number): number {
  let depth = 0
  let at = from
  while (at < sql.length) {
    if (sql.startsWith('/*', at)) {
      depth++
      at += 2
    } else if (sql.startsWith('*/', at)) {
      depth--
      at += 2
      if (depth === 0) {
        return at
      }
    } else {
      at++
    }
  }
  return sql.length
}
