import { Button } from '../shell/parts/Button'
import { count } from './format'
import { ROW_HEIGHT } from './Grid'

const ROWS_MAX = 1_000_000
let measured = 0

/** How many rows one grid can hold: a browser cannot scroll farther than some 18 to 33 million pixels. */
export function blockRows(): number {
  if (measured === 0) {
    const probe = document.createElement('div')
    probe.style.cssText = `position:absolute;visibility:hidden;width:1px;height:${(ROWS_MAX + 100) * ROW_HEIGHT}px`
    document.body.append(probe)
    measured = probe.offsetHeight >= ROWS_MAX * ROW_HEIGHT ? ROWS_MAX : 500_000
    probe.remove()
  }
  return measured
}

/** The way from one block of rows to the next, where a table has more than a grid can hold. */
export function Blocks({ total, block, onBlock }: { total: number; block: number; onBlock: (block: number) => void }) {
  const blocks = Math.ceil(total / blockRows())
  if (blocks <= 1) {
    return null
  }
  return (
    <div className="row blocks">
      <Button isDisabled={block === 0} onPress={() => onBlock(block - 1)}>
        Previous
      </Button>
      <span>
        rows {count(block * blockRows() + 1)} to {count(Math.min(total, (block + 1) * blockRows()))}
      </span>
      <Button isDisabled={block >= blocks - 1} onPress={() => onBlock(block + 1)}>
        Next
      </Button>
    </div>
  )
}
