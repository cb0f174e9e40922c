import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { Compartment, EditorState } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { Schema } from '../api/types'
import { language } from './completion'
import { look } from './look'
import { marks, wordAt, wrongAt } from './marks'
import { type Statement, statementAt, statements } from './statements'
import { typing } from './typing'

/** What the page does with the editor. */
export interface EditorHandle {
  /** What is selected, or the statement under the cursor. */
  chosen: () => Statement[]
  put: (text: string) => void
  text: () => string
  /** Marks the word at a position of PostgreSQL's within a statement. */
  mark: (statement: Statement, position: number) => void
}

interface Props {
  ref: Ref<EditorHandle>
  initial: string
  schema: Schema
  schemas: string[]
  onRun: () => void
  onExplain: () => void
  onChange: (text: string) => void
}

/** The editor. Tab leaves it, as everywhere on the page. */
export function Editor({ ref, initial, schema, schemas, onRun, onExplain, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const spoken = useRef(new Compartment())
  const calls = useRef({ onRun, onExplain, onChange })
  calls.current = { onRun, onExplain, onChange }

  useEffect(() => {
    const keys = [
      { key: 'Mod-Enter', run: () => (calls.current.onRun(), true) },
      { key: 'Mod-Shift-Enter', run: () => (calls.current.onExplain(), true) },
    ]
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          keymap.of([...keys, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
          placeholder('select …'),
          spoken.current.of([]),
          marks,
          typing,
          look,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              calls.current.onChange(update.state.doc.toString())
            }
          }),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
    // made once: what it begins with is not what it holds
  }, [])

  useEffect(() => {
    view.current?.dispatch({ effects: spoken.current.reconfigure(language(schema, schemas)) })
  }, [schema, schemas])

  useImperativeHandle(ref, () => handle(() => view.current!), [])
  return <div className="sql-editor" ref={place} />
}

function handle(view: () => EditorView): EditorHandle {
  return {
    text: () => view().state.doc.toString(),
    chosen: () => chosen(view().state),
    put: (text) => {
      view().dispatch({ changes: { from: 0, to: view().state.doc.length, insert: text }, selection: { anchor: 0 } })
      view().focus()
    },
    mark: (statement, position) => {
      const range = wordAt(view().state.doc.toString(), statement.from, position)
      const unchanged = view().state.sliceDoc(statement.from, statement.to) === statement.text
      if (unchanged && range.to > range.from) {
        view().dispatch({ effects: [wrongAt.of(range), EditorView.scrollIntoView(range.from)] })
      }
    },
  }
}

function chosen(state: EditorState): Statement[] {
  const { from, to, empty } = state.selection.main
  if (empty) {
    const one = statementAt(state.doc.toString(), from)
    return one === null ? [] : [one]
  }
  return statements(state.sliceDoc(from, to)).map((one) => ({ ...one, from: one.from + from, to: one.to + from }))
}

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
