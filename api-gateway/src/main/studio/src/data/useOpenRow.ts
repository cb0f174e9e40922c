import { useCallback, useEffect, useRef, useState } from 'react'
import type { Table } from '../api/types'
import type { GridRow } from './gridRows'
import type { Row } from './rest'
import { changeOf, keyOf, type Change } from './staged'
import type { Rows } from './useRows'

type Opened = { insert: number } | { read: Row } | null

/**
 * The row whose panel is open, with what is staged of it; as it is read anew it is shown anew. What one role reads is
 * not shown to another.
 */
export function useOpenRow(table: Table, rows: Rows, staged: readonly Change[], who: string, firstAtOnce: boolean) {
  const [opened, setOpened] = useState<Opened>(null)
  const [openedAs, setOpenedAs] = useState(who)
  if (openedAs !== who) {
    setOpenedAs(who)
    setOpened(null)
  }
  const first = rows.row(0)
  const from = useRef<Element | null>(null)
  useEffect(() => {
    if (firstAtOnce && first !== undefined) {
      setOpened({ read: first })
    }
    // Once, when the first row is there; not whenever it is read again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [firstAtOnce, first === undefined])

  const setOpen = useCallback((next: Opened) => {
    from.current = document.activeElement
    setOpened(next)
  }, [])
  const close = () => {
    setOpened(null)
    if (from.current instanceof HTMLElement && from.current.isConnected) {
      from.current.focus()
    } else {
      document.querySelector<HTMLElement>('.data-grid [tabindex="0"]')?.focus()
    }
  }
  return { open: openedAs === who ? rowOf(table, rows, staged, opened) : null, setOpen, close }
}

function rowOf(table: Table, rows: Rows, staged: readonly Change[], opened: Opened): GridRow | null {
  if (opened === null) {
    return null
  }
  if ('insert' in opened) {
    const change = staged.find((each) => each.id === opened.insert && each.kind === 'insert')
    return change === undefined ? null : { at: -1, read: undefined, change }
  }
  if (table.primaryKey.length === 0) {
    return { at: -1, read: opened.read, change: undefined }
  }
  const key = keyOf(table, opened.read)
  const at = rows.find((row) => keyOf(table, row) === key)
  const read = rows.row(at) ?? opened.read
  return { at, read, change: changeOf(staged, table, read) }
}
