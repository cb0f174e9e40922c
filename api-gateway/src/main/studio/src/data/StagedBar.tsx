import { useEffect, useState } from 'react'
import type { Table } from '../api/types'
import { Button } from '../shell/parts/Button'
import { messageOf, say } from '../shell/parts/saying'
import { useStudio } from '../shell/studio'
import { PARTS_MAX, save } from './save'
import { StagedDialog } from './StagedDialog'
import { useStaged, type Change } from './staged'
import { keysUsed } from './writeKeys'

interface Props {
  table: Table
  /** What is staged as whom the session acts as. */
  own: readonly Change[]
  /** Called once the rows are not what was read: they are saved, or somebody else has changed them. */
  onOther: () => void
}

/** What waits to be saved, and the button that saves it in one transaction. */
export function StagedBar({ table, own, onOther }: Props) {
  const { schema } = useStudio()
  const staged = useStaged()
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const mine = own.filter((change) => change.schema === table.schema)
  const elsewhere = own.length - mine.length
  const others = staged.length - own.length

  const run = async () => {
    if (busy || mine.length === 0 || mine.length > PARTS_MAX) {
      return
    }
    setBusy(true)
    setError(null)
    try {
      const saved = await save(schema, mine)
      if (saved.is === 'saved') {
        say(saved.count === 1 ? '1 change is saved' : `${saved.count} changes are saved`, 'good')
        setShown(false)
        onOther()
      } else if (saved.is === 'unknown') {
        const text = `It is not known whether this was saved; ${keysUsed() ? 'Save again asks safely, with the changes as they are' : 'look before you save again'}`
        setError(new Error(`${text} — ${messageOf(saved.error)}`))
        setShown(true)
        say(text, 'bad')
      } else {
        setError(saved.error)
        setShown(true)
        if (saved.conflict) {
          onOther()
        }
        say(saved.conflict ? 'Nothing is saved: a row is no longer what was read, or not to be changed' : saved.change ? 'Nothing is saved: one of the changes was refused' : `Nothing is saved: ${messageOf(saved.error)}`, 'bad')
      }
    } catch (cause) {
      setError(cause)
      say(messageOf(cause), 'bad')
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 's') {
        event.preventDefault()
        // What is being typed is kept by its field as it loses the focus.
        if (document.activeElement instanceof HTMLElement && document.activeElement.matches('input, textarea')) {
          document.activeElement.blur()
        }
        setTimeout(() => document.getElementById('save-staged')?.click())
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  // What is staged next must not open what showed the last.
  useEffect(() => {
    if (staged.length === 0) {
      setShown(false)
      setError(null)
    }
  }, [staged.length])

  if (staged.length === 0) {
    return null
  }
  const many = mine.length > PARTS_MAX
  return (
    <div className="staged-bar" role="region" aria-label="Staged changes">
      <span className="grow">
        <strong>{mine.length === 1 ? '1 change' : `${mine.length} changes`}</strong> staged
        {elsewhere > 0 && <span className="muted"> and {elsewhere} in other schemas</span>}
        {others > 0 && <span className="muted"> · {others} staged as somebody else or elsewhere</span>}
        {many && <span className="bad"> · at most {PARTS_MAX} fit into one transaction</span>}
      </span>
      <Button onPress={() => setShown(true)}>Review</Button>
      <Button look="primary" icon="save" id="save-staged" isDisabled={busy || mine.length === 0 || many} onPress={() => void run()}>
        {busy ? 'Saving…' : mine.length === 1 ? 'Save 1 change' : `Save ${mine.length} changes`}
      </Button>
      <StagedDialog open={shown} changes={staged} mine={mine} own={own} error={error} onClose={() => setShown(false)} onSave={() => void run()} busy={busy} />
    </div>
  )
}
