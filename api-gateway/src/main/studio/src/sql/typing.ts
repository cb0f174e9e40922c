import { EditorView } from '@codemirror/view'

/**
 * Puts typed text in the place of a selection by itself: where the browser did it, it would keep the colours of what was
 * selected as an inline style, which the page's policy forbids, and complains of.
 */
export const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main
    const text = event.data
    if (
      event.inputType !== 'insertText' ||
      text === null ||
      empty ||
      view.composing ||
      view.state.selection.ranges.length > 1
    ) {
      return false
    }
    event.preventDefault()
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true })
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) {
      view.dispatch(insert())
    }
    return true
  },
})
