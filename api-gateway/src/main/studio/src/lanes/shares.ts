import type { CacheOfService, StatementShare } from '../api/types'

/** A statement over all instances. */
export interface Share extends StatementShare {
  asked: number
  /** How often the cache answered, from 0 to 1. */
  fromCache: number
}

export type Order = 'asked' | 'slowest' | 'uncached'

/** Each statement once, whichever instances keep it. */
export function merged(caches: CacheOfService[]): Share[] {
  const byHash = new Map<string, StatementShare>()
  for (const share of caches.flatMap((cache) => cache.statements)) {
    const known = byHash.get(share.hash)
    byHash.set(share.hash, known === undefined ? share : both(known, share))
  }
  return [...byHash.values()].map((share) => {
    const asked = share.hits + share.stale + share.collapsed + share.misses + share.bypassed
    return { ...share, asked, fromCache: asked === 0 ? 0 : (share.hits + share.stale) / asked }
  })
}

function both(a: StatementShare, b: StatementShare): StatementShare {
  return {
    ...a,
    hits: a.hits + b.hits,
    misses: a.misses + b.misses,
    collapsed: a.collapsed + b.collapsed,
    stale: a.stale + b.stale,
    bypassed: a.bypassed + b.bypassed,
    bytesServed: a.bytesServed + b.bytesServed,
    savedMillis: a.savedMillis + b.savedMillis,
    meanMillis: mean(a, b),
  }
}

function mean(a: StatementShare, b: StatementShare): number | null {
  const known = [a, b].filter((share) => share.meanMillis !== null)
  const weight = known.reduce((all, share) => all + Math.max(1, share.misses + share.bypassed), 0)
  const whole = known.reduce((all, share) => all + share.meanMillis! * Math.max(1, share.misses + share.bypassed), 0)
  return known.length === 0 ? null : whole / weight
}

/** The statements that hold what is searched for, in an order. */
export function ordered(shares: Share[], order: Order, search: string): Share[] {
  const wanted = search.toLowerCase()
  const found = shares.filter((share) => share.sql.toLowerCase().includes(wanted) || share.hash.startsWith(wanted))
  return found.sort((a, b) => weight(b, order) - weight(a, order) || a.sql.localeCompare(b.sql))
}

function weight(share: Share, order: Order): number {
  switch (order) {
    case 'asked':
      return share.asked
    case 'slowest':
      return share.meanMillis ?? -1
    case 'uncached':
      return share.misses + share.bypassed
  }
}
