import { useSyncExternalStore } from 'react'
import type { Page } from './studio'

const PAGES: readonly Page[] = ['data', 'sql', 'lanes', 'schema']

function onHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The page and the place within it that the address shows; the data where it shows none. */
export function useAddress(): { page: Page; place: string } {
  const hash = useSyncExternalStore(onHash, () => window.location.hash)
  const [, page = '', place = ''] = /^#\/([a-z]+)\/?(.*)$/.exec(hash) ?? []
  return PAGES.includes(page as Page) ? { page: page as Page, place } : { page: 'data', place: '' }
}

export function addressOf(page: Page, place = ''): string {
  return `#/${page}${place === '' ? '' : '/' + place}`
}

export function go(page: Page, place = ''): void {
  window.location.hash = addressOf(page, place)
}
