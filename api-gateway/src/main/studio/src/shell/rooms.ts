import { useEffect, useState, type ComponentType } from 'react'
import type { Page } from './studio'

const LOADERS: Record<Page, () => Promise<{ default: ComponentType }>> = {
  data: () => import('../data/DataPage'),
  sql: () => import('../sql/SqlPage'),
  lanes: () => import('../lanes/LanesPage'),
  schema: () => import('../schema/SchemaPage'),
}

/** Pages that were loaded, which stay. */
const loaded = new Map<Page, ComponentType>()

export type Room = { page: Page; Shown: ComponentType } | { page: Page; error: unknown } | null

/**
 * A page, loaded once it is wanted; null until it is there. Not by Suspense, which holds back what it waited for by 0.3 s
 * so that nothing flickers: most of the time in which the page can be there.
 */
export function useRoom(page: Page): Room {
  const [room, setRoom] = useState<Room>(null)
  useEffect(() => {
    let wanted = true
    LOADERS[page]().then(
      (module) => {
        loaded.set(page, module.default)
        if (wanted) {
          setRoom({ page, Shown: module.default })
        }
      },
      (error: unknown) => wanted && setRoom({ page, error }),
    )
    return () => {
      wanted = false
    }
  }, [page])
  const known = loaded.get(page)
  return known !== undefined ? { page, Shown: known } : room?.page === page ? room : null
}
