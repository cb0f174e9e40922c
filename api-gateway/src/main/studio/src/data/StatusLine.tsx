import { Button } from '../shell/parts/Button'
import { count, rowsOf } from './format'
import type { Rows } from './useRows'

/** How many rows there are, and whether the cache had the last of them. */
export function StatusLine({ rows, filtered }: { rows: Rows; filtered: boolean }) {
  return (
    <div className="status-line">
      <span>
        {rows.guessed ? `about ${count(rows.total)} rows` : rowsOf(rows.total)}
        {filtered && ' that satisfy the filters'}
      </span>
      {rows.guessed && (
        <Button look="plain" onPress={rows.countExactly}>
          Count them
        </Button>
      )}
      <span className="grow" />
      {rows.cacheStatus !== null && <CacheMark status={rows.cacheStatus} age={rows.age} />}
    </div>
  )
}

function CacheMark({ status, age }: { status: string; age: string | null }) {
  const hit = /;\s*hit/.test(status)
  const [, detail] = /detail=([^;]+)/.exec(status) ?? []
  const bypass = /fwd=bypass/.test(status)
  const word = hit ? `cache hit${age === null ? '' : `, ${age} s old`}` : bypass ? `past the cache${detail ? ` (${detail})` : ''}` : `cache miss${detail ? ` (${detail})` : ''}`
  return (
    <span className={hit ? 'badge good' : 'badge'} title={`Cache-Status: ${status}`}>
      {word}
    </span>
  )
}
