import { createContext, useContext } from 'react'
import type { Schema, Session } from '../api/types'

/** What every page has at hand. */
export interface Studio {
  session: Session
  schema: Schema
  /** Reads the schema again, after DDL. */
  reloadSchema: () => Promise<void>
  /** The place within the page that the address shows after the page's name, such as `public/users`. */
  place: string
  /** Goes to a page and a place within it. */
  go: (page: Page, place?: string) => void
}

export type Page = 'data' | 'sql' | 'lanes' | 'schema'

export const StudioContext = createContext<Studio | null>(null)

export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (studio === null) {
    throw new Error('outside the shell')
  }
  return studio
}
