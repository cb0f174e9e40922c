import type { ReactNode } from 'react'
import { Chart, type Series } from './Chart'
import { sum } from './rates'
import { Swatch } from './Swatch'

interface Props {
  title: string
  /** The one thing that is read first. */
  figure: string
  unit: string
  times: number[]
  series: Series[]
  stacked?: boolean
  binary?: boolean
  write: (value: number) => string
  children?: ReactNode
}

/** A chart with its title, the figure of now, a legend with what each is now, and a table of the same. */
export function ChartPanel({ title, figure, unit, times, series, stacked, binary, write, children }: Props) {
  return (
    <section className="panel lane-panel" aria-label={title}>
      <h2>{title}</h2>
      <p className="figure">
        <strong>{figure}</strong> <span className="muted">{unit}</span>
      </p>
      {children}
      <Chart times={times} series={series} stacked={stacked} binary={binary} write={write} />
      <ul className="legend">
        {series.map((one) => (
          <li key={one.label}>
            <Swatch token={one.token} pattern={one.pattern} dash={one.dash} /> {one.label}{' '}
            <strong>{write(one.values.at(-1) ?? 0)}</strong>
          </li>
        ))}
      </ul>
      <details>
        <summary>As a table</summary>
        <table className="plain">
          <thead>
            <tr>
              <th>Last five minutes</th>
              <th className="number">now</th>
              <th className="number">on average</th>
              <th className="number">at most</th>
            </tr>
          </thead>
          <tbody>
            {series.map((one) => (
              <tr key={one.label}>
                <td>{one.label}</td>
                <td className="number">{write(one.values.at(-1) ?? 0)}</td>
                <td className="number">{write(sum(one.values) / Math.max(1, one.values.length))}</td>
                <td className="number">{write(Math.max(0, ...one.values))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
