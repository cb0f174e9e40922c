import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import { sayError } from '../shell/parts/saying'
import { useStudio } from '../shell/studio'
import type { Lane } from './ask'
import { Confirm } from './Confirm'
import { Editor, type EditorHandle } from './Editor'
import { destroys } from './nature'
import { Results } from './Results'
import { type Result, useRunning, type Wish } from './running'
import { type Ran, Shelf } from './shelf'
import { ShelfPanel } from './ShelfPanel'
import './sql.css'
import { Toolbar } from './Toolbar'

/** An editor, and what PostgreSQL answers. */
export default function SqlPage() {
  const { session, schema, reloadSchema, place, go } = useStudio()
  const editor = useRef<EditorHandle>(null)
  const shelf = useMemo(() => new Shelf(schema.database, localStorage), [schema.database])
  const [lane, setLane] = useState<Lane>('cached')
  const [write, setWrite] = useState(false)
  const [asked, setAsked] = useState<Wish | null>(null)
  const [shelfShown, setShelfShown] = useState(false)
  const [history, setHistory] = useState<Ran[]>(() => shelf.history())

  const onResult = useCallback(
    (result: Result, ranOn: Lane) => {
      if (result.kind !== 'plan') {
        setHistory(shelf.add(ran(result, ranOn)))
      }
      const position = result.kind === 'failed' && result.error instanceof ApiError && result.error.problem.position
      if (position) {
        editor.current?.mark(result.statement, Number(position))
      }
    },
    [shelf],
  )
  const onSchemaChanged = useCallback(() => void reloadSchema().catch(sayError), [reloadSchema])
  const { results, running, run, cancel } = useRunning({ onResult, onSchemaChanged })

  // an address with a statement, as the page of the lanes makes, is put into the editor and never run
  useEffect(() => {
    if (place !== '') {
      editor.current?.put(decoded(place))
      go('sql')
    }
  }, [place, go])

  const wish = (explain: boolean) => {
    const statements = editor.current?.chosen() ?? []
    const next = { statements, lane, write: write && lane === 'direct' && !session.readOnly, explain }
    if (next.write && !explain && statements.some((one) => destroys(one.text) !== null)) {
      setAsked(next)
    } else if (statements.length > 0) {
      void run(next)
    }
  }
  return (
    <div className="sql-page">
      <h1 className="hidden-text">SQL</h1>
      <Toolbar
        lane={lane}
        onLane={(chosen) => (setLane(chosen), chosen === 'cached' && setWrite(false))}
        write={write}
        onWrite={setWrite}
        readOnly={session.readOnly}
        running={running !== null}
        onRun={() => wish(false)}
        onExplain={() => wish(true)}
        onCancel={cancel}
        shelfShown={shelfShown}
        onShelf={() => setShelfShown(!shelfShown)}
      />
      <div className={shelfShown ? 'sql-body with-shelf' : 'sql-body'}>
        <Editor
          ref={editor}
          initial={shelf.draft()}
          schema={schema}
          schemas={session.schemas}
          onRun={() => wish(false)}
          onExplain={() => wish(true)}
          onChange={(text) => shelf.keepDraft(text)}
        />
        {shelfShown && (
          <ShelfPanel
            shelf={shelf}
            history={history}
            onHistory={setHistory}
            onChoose={(sql) => editor.current?.put(sql)}
            textNow={() => editor.current?.text() ?? ''}
          />
        )}
        <Results results={results} running={running} />
      </div>
      <Confirm
        wish={asked}
        onClose={() => setAsked(null)}
        onRun={(confirmed) => (setAsked(null), void run(confirmed))}
      />
    </div>
  )
}

function decoded(place: string): string {
  try {
    return decodeURIComponent(place)
  } catch {
    return place
  }
}

function ran(result: Exclude<Result, { kind: 'plan' }>, lane: Lane): Ran {
  const at = new Date().toISOString()
  const sql = result.statement.text
  if (result.kind === 'failed') {
    const error = result.error instanceof Error ? result.error.message : String(result.error)
    return { sql, lane, at, millis: null, rows: null, error }
  }
  const { answer, millis } = result.outcome
  return { sql, lane, at, millis, rows: answer.rowCount ?? answer.rows.length, error: null }
}
