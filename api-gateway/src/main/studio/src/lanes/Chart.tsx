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
  /** Whether the values are bytes, which are round in powers of two. */
  binary?: boolean
  write: (value: number) => string
}

const HEIGHT = 150

/** Lines or areas over the last five minutes. A picture alone: whatever it shows stands beside it in words. */
export function Chart({ times, series, stacked = false, binary = false, write }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const written = useRef(write)
  written.current = write

  useEffect(() => {
    const box = place.current!
    const made = new uPlot(
      options(box.clientWidth, { times, series, stacked, binary, write: (value) => written.current(value) }),
      [[]],
      box,
    )
    chart.current = made
    const sizes = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: HEIGHT }))
    sizes.observe(box)
    return () => {
      sizes.disconnect()
      made.destroy()
    }
    // the series of a chart never change, only their values
  }, [stacked, binary])

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

function options(width: number, { series, stacked, binary, write }: Props): uPlot.Options {
  const drawn = stacked ? [...series].reverse() : series
  const axis = {
    stroke: () => colour('quiet'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, __, max) => [max - SECONDS_KEPT, max] },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        splits: (_, __, ___, max) => MINUTES.map((minutes) => max - minutes * 60),
        values: () => MINUTES.map(ago),
      },
      { ...axis, size: 52, space: 36, incrs: binary ? POWERS : undefined, values: (_, marks) => marks.map(write) },
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

const MINUTES = [4, 2, 0]
/** Steps of an axis on which bytes are round numbers. */
const POWERS = Array.from({ length: 50 }, (_, i) => 2 ** i)

function ago(minutes: number): string {
  return minutes === 0 ? 'now' : `−${minutes} min`
}
