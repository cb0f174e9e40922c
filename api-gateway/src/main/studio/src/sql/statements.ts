import { tokens } from './lexer'

/** One statement of a text, without the semicolon and the space around it. */
export interface Statement {
  from: number
  to: number
  text: string
}

/** The statements of a text. Those that hold nothing but comments are left out. */
export function statements(sql: string): Statement[] {
  const found: Statement[] = []
  let piece = new Piece()
  for (const token of tokens(sql)) {
    const text = sql.slice(token.from, token.to)
    if (token.kind === 'sign' && text === ';' && piece.closed()) {
      piece.addTo(found, sql)
      piece = new Piece()
    } else if (token.kind !== 'space') {
      piece.take(token.kind, text, token.from, token.to)
    }
  }
  piece.addTo(found, sql)
  return found
}

/** The statement that a place lies in, or that ends just before it; else the next one; else the last. */
export function statementAt(sql: string, position: number): Statement | null {
  const all = statements(sql)
  const before = all.findLast((statement) => statement.from <= position)
  if (before !== undefined && (position <= before.to || onSameLine(sql, before.to, position))) {
    return before
  }
  return all.find((statement) => statement.from >= position) ?? before ?? null
}

function onSameLine(sql: string, from: number, to: number): boolean {
  return !sql.slice(from, to).includes('\n')
}

/** What was read of a statement. */
class Piece {
  private from = -1
  private to = -1
  private says = false
  private parentheses = 0
  /** Of `begin atomic … end`, the body of a function in standard SQL, and of `case … end` in it. */
  private blocks = 0
  private last = ''

  take(kind: string, text: string, from: number, to: number): void {
    if (kind === 'comment') {
      return
    }
    if (this.from < 0) {
      this.from = from
    }
    this.to = to
    this.says = true
    if (kind === 'sign') {
      this.parentheses = Math.max(0, this.parentheses + (text === '(' ? 1 : text === ')' ? -1 : 0))
    } else if (kind === 'word') {
      this.word(text.toLowerCase())
    }
  }

  private word(word: string): void {
    if (word === 'atomic' && this.last === 'begin') {
      this.blocks++
    } else if (this.blocks > 0 && word === 'case') {
      this.blocks++
    } else if (this.blocks > 0 && word === 'end') {
      this.blocks--
    }
    this.last = word
  }

  closed(): boolean {
    return this.parentheses === 0 && this.blocks === 0
  }

  addTo(found: Statement[], sql: string): void {
    if (this.says) {
      found.push({ from: this.from, to: this.to, text: sql.slice(this.from, this.to) })
    }
  }
}
