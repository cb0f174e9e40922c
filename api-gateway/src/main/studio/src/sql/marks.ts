import { type EditorState, StateEffect, StateField, type Extension } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { statementAt } from './statements'

/** Where an error is; null where there is none any more. */
export const wrongAt = StateEffect.define<{ from: number; to: number } | null>()

const WRONG = Decoration.mark({ class: 'cm-wrong' })
const CHOSEN = Decoration.line({ class: 'cm-chosen' })

const wrong = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(wrongAt)) {
        return effect.value === null ? Decoration.none : Decoration.set(WRONG.range(effect.value.from, effect.value.to))
      }
    }
    return transaction.docChanged ? Decoration.none : marks
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** The lines of what would be run. */
const chosen = StateField.define<DecorationSet>({
  create: linesChosen,
  update: (marks, transaction) =>
    transaction.docChanged || transaction.selection !== undefined ? linesChosen(transaction.state) : marks,
  provide: (field) => EditorView.decorations.from(field),
})

function linesChosen(state: EditorState): DecorationSet {
  const { from, to, empty } = state.selection.main
  const range = empty ? statementAt(state.doc.toString(), from) : { from, to }
  if (range === null) {
    return Decoration.none
  }
  const first = state.doc.lineAt(range.from).number
  const last = state.doc.lineAt(range.to).number
  const lines = Array.from({ length: last - first + 1 }, (_, i) => state.doc.line(first + i))
  return Decoration.set(lines.map((line) => CHOSEN.range(line.from)))
}

export const marks: Extension = [wrong, chosen]

/** The word that a position of PostgreSQL is at: it counts characters, from 1, of a statement that begins at `offset`. */
export function wordAt(text: string, offset: number, position: number): { from: number; to: number } {
  const before = [...text.slice(offset)].slice(0, Math.max(0, position - 1)).join('').length
  const from = Math.min(offset + before, Math.max(0, text.length - 1))
  const word = /^(?:"[^"]*"|[\w$]+|\s*\S)/.exec(text.slice(from))?.[0].length ?? 1
  return { from, to: Math.min(text.length, from + Math.max(1, word)) }
}
