import { useMemo } from 'react'
import type { Look } from '../api/types'
import type { Series } from './Chart'
import { ChartPanel } from './ChartPanel'
import { bytes, figure, percent } from './figures'
import { hitRatio, type Outcome, type Rate, type RequestLane, sum } from './rates'

const RECENT_SECONDS = 10
/** A figure that stands still long enough to be read, and is still of now. */
const FEW_SECONDS = 5

const LANES: { lane: RequestLane; label: string; token: string; dash?: number[] }[] = [
  { lane: 'cached', label: 'CACHED', token: 'cached' },
  { lane: 'direct', label: 'DIRECT', token: 'direct', dash: [10, 4] },
  { lane: 'none', label: 'neither', token: 'quiet', dash: [2, 4] },
]

const OUTCOMES: { outcome: Outcome; label: string; token: string; pattern: Series['pattern'] }[] = [
  { outcome: 'hit', label: 'hit', token: 'good', pattern: 'plain' },
  { outcome: 'stale', label: 'stale', token: 'warn', pattern: 'stripes' },
  { outcome: 'collapsed', label: 'collapsed', token: 'accent', pattern: 'dots' },
  { outcome: 'miss', label: 'miss', token: 'direct', pattern: 'grid' },
  { outcome: 'bypass', label: 'bypass', token: 'quiet', pattern: 'level' },
]

/** What goes through the lanes and what the cache makes of it, at a glance. */
export function Charts({ look, rates }: { look: Look; rates: Rate[] }) {
  const times = useMemo(() => rates.map((rate) => rate.at), [rates])
  const requests = useMemo(
    () => LANES.map(({ lane, ...rest }): Series => ({ ...rest, values: rates.map((rate) => rate.byLane[lane]) })),
    [rates],
  )
  const outcomes = useMemo(
    () =>
      OUTCOMES.map(({ outcome, ...rest }): Series => ({
        ...rest,
        values: rates.map((rate) => rate.byOutcome[outcome]),
      })),
    [rates],
  )
  const kept = useMemo(
    (): Series[] => [{ label: 'bytes kept', token: 'accent', values: rates.map((rate) => rate.bytes) }],
    [rates],
  )
  const last = rates.slice(-FEW_SECONDS)
  const each = sum(last.flatMap((rate) => Object.values(rate.byLane))) / Math.max(1, last.length)
  const ratio = hitRatio(rates, RECENT_SECONDS)
  const weight = sum(look.caches.map((cache) => cache.bytes))
  const most = sum(look.caches.map((cache) => cache.bytesMax))
  const entries = sum(look.caches.map((cache) => cache.entries))
  return (
    <>
      <ChartPanel
        title="Requests"
        figure={figure(each)}
        unit={`a second${look.requests.failed > 0 ? `; ${figure(look.requests.failed)} failed since the start` : ''}`}
        times={times}
        series={requests}
        write={figure}
      />
      <ChartPanel
        title="Answered by the cache"
        figure={ratio === null ? '–' : percent(ratio)}
        unit={ratio === null ? 'nothing was read in the last 10 seconds' : 'of the reads of the last 10 seconds'}
        times={times}
        series={outcomes}
        stacked
        write={figure}
      />
      <ChartPanel
        title="Kept in the cache"
        figure={bytes(weight)}
        unit={`of ${bytes(most)}, ${figure(entries)} answers`}
        times={times}
        series={kept}
        binary
        write={bytes}
      />
    </>
  )
}
