import type { CacheOfService } from '../api/types'
import { bypassed, sum } from './rates'
import { reason } from './reasons'

/** Why reads went past the cache. */
export function Bypassed({ caches }: { caches: CacheOfService[] }) {
  const found = bypassed(caches)
  if (found.length === 0) {
    return <p className="empty">No read went past the cache since the services started.</p>
  }
  const all = sum(found.map((one) => one.count))
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Reads past the cache by reason">
      <table className="plain">
        <thead>
          <tr>
            <th>Reason</th>
            <th className="number">Reads</th>
            <th className="number">Share</th>
            <th>What it means</th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={one.reason}>
              <td className="mono">{one.reason}</td>
              <td className="number">{one.count.toLocaleString('en')}</td>
              <td className="number">{Math.round((one.count / all) * 100)} %</td>
              <td>{reason(one.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
