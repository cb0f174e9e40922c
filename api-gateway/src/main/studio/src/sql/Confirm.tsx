import { Button } from '../shell/parts/Button'
import { Dialog } from '../shell/parts/Dialog'
import { destroys } from './nature'
import type { Wish } from './running'

interface Props {
  wish: Wish | null
  onClose: () => void
  onRun: (wish: Wish) => void
}

/** Asks before something is destroyed. */
export function Confirm({ wish, onClose, onRun }: Props) {
  const grave = wish?.statements.filter((one) => destroys(one.text) !== null) ?? []
  const actions = (
    <>
      <Button onPress={onClose} autoFocus>
        Do not run it
      </Button>
      <Button look="danger" onPress={() => wish && onRun(wish)}>
        Run it
      </Button>
    </>
  )
  return (
    <Dialog title="Run this?" open={wish !== null} onClose={onClose} actions={actions}>
      {grave.map((one) => (
        <div key={one.from} className="stack">
          <p>This {destroys(one.text)}.</p>
          <pre className="panel">{one.text}</pre>
        </div>
      ))}
    </Dialog>
  )
}
