import { useCallback, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import { isAbort } from '../shell/parts/saying'
import { ask, type Lane, type Outcome } from './ask'
import { changesSchema, explaining } from './nature'
import { type Plan, planOf } from './plan'
import type { Statement } from './statements'

/** What became of one statement. */
export type Result =
  | { kind: 'rows'; id: number; statement: Statement; outcome: Outcome }
  | { kind: 'plan'; id: number; statement: Statement; plan: Plan; raw: string; millis: number }
  | { kind: 'failed'; id: number; statement: Statement; error: unknown }

export interface Wish {
  statements: Statement[]
  lane: Lane
  write: boolean
  explain: boolean
}

interface Listener {
  onResult: (result: Result, lane: Lane) => void
  onSchemaChanged: () => void
}

/** Runs statements one after the other, each on its own, until one fails or somebody cancels. */
export function useRunning({ onResult, onSchemaChanged }: Listener) {
  const [results, setResults] = useState<Result[]>([])
  const [running, setRunning] = useState<Statement | null>(null)
  const abort = useRef<AbortController>(null)
  const last = useRef(0)

  const run = useCallback(
    async (wish: Wish) => {
      abort.current?.abort()
      const mine = (abort.current = new AbortController())
      const made: Result[] = []
      for (const statement of wish.statements) {
        setRunning(statement)
        const result = await one(wish, statement, ++last.current, mine.signal)
        if (abort.current !== mine) {
          return
        }
        made.push(result)
        setResults([...made])
        onResult(result, wish.explain ? 'direct' : wish.lane)
        if (result.kind === 'failed') {
          break
        }
      }
      setRunning(null)
      if (made.some((result) => result.kind === 'rows' && changesSchema(result.statement.text))) {
        onSchemaChanged()
      }
    },
    [onResult, onSchemaChanged],
  )
  const cancel = useCallback(() => abort.current?.abort(), [])
  return { results, running, run, cancel }
}

async function one(wish: Wish, statement: Statement, id: number, signal: AbortSignal): Promise<Result> {
  try {
    if (wish.explain) {
      const outcome = await ask('direct', { query: explaining(statement.text) }, signal)
      const raw = outcome.answer.rows.map((row) => row[0] ?? '').join('\n')
      return { kind: 'plan', id, statement, plan: planOf(raw), raw, millis: outcome.millis }
    }
    const question = wish.lane === 'direct' ? { query: statement.text, write: wish.write } : { query: statement.text }
    return { kind: 'rows', id, statement, outcome: await ask(wish.lane, question, signal) }
  } catch (error) {
    return {
      kind: 'failed',
      id,
      statement,
      error: isAbort(error) ? new Error('Cancelled.') : shifted(error, wish, statement),
    }
  }
}

/** Positions in an EXPLAIN are counted from its own beginning. */
function shifted(error: unknown, wish: Wish, statement: Statement): unknown {
  if (!wish.explain || !(error instanceof ApiError) || !error.problem.position) {
    return error
  }
  const before = explaining(statement.text).indexOf(statement.text.replace(/;\s*$/, ''))
  const position = String(Number(error.problem.position) - before)
  return new ApiError(error.status, { ...error.problem, position })
}
