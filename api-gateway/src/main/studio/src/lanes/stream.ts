import { useEffect, useState } from 'react'
import { request } from '../api/client'
import type { Look, Write } from '../api/types'
import { type Rate, withLook } from './rates'

const WRITES_KEPT = 200
const AGAIN_MILLIS = 3000

/** What is known of the lanes, as it comes in. */
export interface Lanes {
  state: 'waiting' | 'live' | 'cut off'
  look: Look | null
  rates: Rate[]
  /** Newest first. */
  writes: Write[]
}

const NOTHING: Lanes = { state: 'waiting', look: null, rates: [], writes: [] }

/** Follows the lanes as long as the page is there, and comes back by itself when it was cut off. */
export function useLanes(): Lanes {
  const [lanes, setLanes] = useState(NOTHING)
  useEffect(() => {
    let source: EventSource
    let again: ReturnType<typeof setTimeout>
    const open = () => {
      source = new EventSource('/studio/api/lanes')
      source.addEventListener('look', (event) => setLanes(looked(JSON.parse(event.data) as Look)))
      source.addEventListener('write', (event) => setLanes(written(JSON.parse(event.data) as Write)))
      source.onerror = () => {
        setLanes((before) => ({ ...before, state: 'cut off' }))
        // a browser gives up on an answer that is no stream; the session may have ended, which this finds out
        if (source.readyState === EventSource.CLOSED) {
          request('/session').catch(() => {})
          again = setTimeout(open, AGAIN_MILLIS)
        }
      }
    }
    open()
    return () => {
      clearTimeout(again)
      source.close()
    }
  }, [])
  return lanes
}

function looked(look: Look) {
  return (before: Lanes): Lanes => ({
    ...before,
    state: 'live',
    look,
    rates: withLook(before.rates, before.look, look),
  })
}

function written(write: Write) {
  return (before: Lanes): Lanes => ({ ...before, writes: [write, ...before.writes].slice(0, WRITES_KEPT) })
}
