import { useEffect, useRef } from 'react'
import { go } from './address'
import { useSetting } from './settings'
import type { Page } from './studio'

const BY_LETTER: Record<string, Page> = { d: 'data', s: 'sql', l: 'lanes', m: 'schema' }
const BY_DIGIT: Record<string, Page> = { Digit1: 'data', Digit2: 'sql', Digit3: 'lanes', Digit4: 'schema' }
const SEQUENCE_MILLIS = 1500

/** Where letters are typed, or mean something of their own, as in a grid, a list or a menu. */
const TYPING = 'input, textarea, select, [contenteditable], [role=grid], [role=listbox], [role=menu], [role=dialog], [role=tree]'

/** The keys of the shell. Single letters can be switched off, as speech input types them by accident. */
export function useKeys(showKeys: () => void): void {
  const [letters] = useSetting('letter-keys', 'on')
  const shown = useRef(showKeys)
  shown.current = showKeys
  useEffect(() => {
    let begun = 0
    const onKey = (event: KeyboardEvent) => {
      const digit = event.altKey && !event.ctrlKey && !event.metaKey ? BY_DIGIT[event.code] : undefined
      if (digit !== undefined) {
        event.preventDefault()
        go(digit)
        return
      }
      const typing = event.target instanceof Element && event.target.closest(TYPING) !== null
      if (letters !== 'on' || typing || event.altKey || event.ctrlKey || event.metaKey) {
        return
      }
      const page = event.timeStamp - begun < SEQUENCE_MILLIS ? BY_LETTER[event.key] : undefined
      begun = event.key === 'g' ? event.timeStamp : -SEQUENCE_MILLIS
      if (page !== undefined) {
        event.preventDefault()
        go(page)
      } else if (event.key === '?') {
        shown.current()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [letters])
}
