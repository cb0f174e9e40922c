import type { Pool } from '../api/types'
import { shortInstance } from './figures'
import { sum } from './rates'
import { Swatch } from './Swatch'

/** The connections to PostgreSQL of each service. */
export function Pools({ pools }: { pools: Pool[] }) {
  const waiting = sum(pools.map((pool) => pool.waiting))
  return (
    <section className="panel lane-panel" aria-label="Connections">
      <h2>Connections to PostgreSQL</h2>
      <p className="figure">
        <strong>{sum(pools.map((pool) => pool.inUse))}</strong>{' '}
        <span className="muted">of {sum(pools.map((pool) => pool.max))} in use</span>
      </p>
      <p className={waiting > 0 ? 'warn' : 'muted'}>
        {waiting > 0 ? `▲ ${waiting} requests wait for a connection` : 'No request waits for one.'}
      </p>
      {pools.map((pool) => (
        <div key={pool.lane + pool.instance}>
          <div className="row">
            <span className={`lane-${pool.lane}`}>{pool.lane.toUpperCase()}</span>
            <span className="mono grow pool-name" title={pool.instance}>
              {shortInstance(pool.instance)}
            </span>
          </div>
          <Bar pool={pool} />
          <p className="muted">
            {pool.inUse} in use, {pool.idle} idle, {pool.waiting} waiting, {pool.max} at most
          </p>
        </div>
      ))}
      <ul className="legend">
        <li>
          <Swatch token="accent" pattern="plain" /> in use
        </li>
        <li>
          <Swatch token="accent" pattern="stripes" /> idle
        </li>
        <li>
          <Swatch token="warn" pattern="grid" /> waiting
        </li>
      </ul>
    </section>
  )
}

function Bar({ pool }: { pool: Pool }) {
  const whole = Math.max(1, pool.max + pool.waiting)
  const part = (count: number) => ({ width: `${(count / whole) * 100}%` })
  return (
    <div className="pool-bar" aria-hidden="true">
      <span className="in-use" style={part(pool.inUse)} />
      <span className="idle" style={part(pool.idle)} />
      <span className="free" style={part(Math.max(0, pool.max - pool.inUse - pool.idle))} />
      <span className="waits" style={part(pool.waiting)} />
    </div>
  )
}
