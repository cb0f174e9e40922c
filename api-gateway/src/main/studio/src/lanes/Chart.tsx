import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { colour, filling, type Pattern } from './paint'
import { SECONDS_KEPT } from './rates'

export interface Series {
  label: string
  /** A token of the theme. */
  token: string
  pattern?: Pattern
  dash?: number[]
  values: number[]
}

interface Props {
  /** Seconds since 1970. */
  times: number[]
  series: Series[]
  /** Areas, each on top of the ones before it. */
  stacked?: boolean
  write: (value: number) => string
}

const HEIGHT = 150

/** Lines or areas over the last five minutes. A picture alone: whatever it shows stands beside it in words. */
export function Chart({ times, series, stacked = false, write }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const written = useRef(write)
  written.current = write

  useEffect(() => {
    const box = place.current!
    const made = new uPlot(options(box.clientWidth, series, stacked, (value) => written.current(value)), [[]], box)
    chart.current = made
    const sizes = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: HEIGHT }))
    sizes.observe(box)
    return () => {
      sizes.disconnect()
      made.destroy()
    }
    // the series of a chart never change, only their values
  }, [stacked])

  useEffect(() => {
    chart.current?.setData([times, ...(stacked ? piled(series) : series.map((one) => one.values))])
  }, [times, series, stacked])
  return <div className="chart" ref={place} aria-hidden="true" />
}

/** The sums up to each series, the highest first, so that each is painted over the one before. */
function piled(series: Series[]): number[][] {
  const sums: number[][] = []
  for (const one of series) {
    const below = sums.at(-1)
    sums.push(one.values.map((value, i) => value + (below?.[i] ?? 0)))
  }
  return sums.reverse()
}

function options(width: number, series: Series[], stacked: boolean, write: (value: number) => string): uPlot.Options {
  const drawn = stacked ? [...series].reverse() : series
  const axis = { stroke: () => colour('quiet'), grid: { stroke: () => colour('line'), width: 1 }, ticks: { show: false } }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, __, max) => [max - SECONDS_KEPT, max] },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: [
      { ...axis, size: 26, space: 60, values: (chart, marks) => marks.map((mark) => ago(chart.scales.x!.max! - mark)) },
      { ...axis, size: 56, space: 36, values: (_, marks) => marks.map(write) },
    ],
    series: [
      {},
      ...drawn.map((one) => ({
        label: one.label,
        stroke: () => colour(one.token),
        width: stacked ? 1 : 2,
        dash: one.dash,
        points: { show: false },
        fill: stacked ? () => filling(one.token, one.pattern ?? 'plain') : undefined,
      })),
    ],
  }
}

function ago(seconds: number): string {
  const rounded = Math.round(seconds)
  return rounded === 0 ? 'now' : rounded < 60 ? `−${rounded} s` : `−${Math.round(rounded / 6) / 10} min`
}
