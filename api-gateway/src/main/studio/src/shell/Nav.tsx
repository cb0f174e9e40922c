import { addressOf } from './address'
import { Icon } from './parts/Icon'
import type { Page } from './studio'

/** A rail at the left; on a phone a bar at the bottom. */
export function Nav({ page, titles }: { page: Page; titles: Record<Page, string> }) {
  return (
    <nav className="nav" aria-label="Pages">
      {(Object.keys(titles) as Page[]).map((each, at) => (
        <a key={each} href={addressOf(each)} aria-current={each === page ? 'page' : undefined} aria-keyshortcuts={`Alt+${at + 1}`}>
          <Icon name={each} />
          {titles[each]}
        </a>
      ))}
    </nav>
  )
}
