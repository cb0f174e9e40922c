import { useSyncExternalStore } from 'react'
import { Button } from './Button'
import { onToasts, toastsNow, unsay } from './saying'

/** The one live region: what happened and what went wrong. */
export function Toasts() {
  const toasts = useSyncExternalStore(onToasts, toastsNow)
  return (
    <div className="toasts" role="status" aria-live="polite" aria-atomic="false">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast ${toast.kind}`}>
          <span className="grow">
            {toast.kind === 'bad' && <span className="hidden-text">Error: </span>}
            {toast.text}
          </span>
          <Button look="plain" icon="close" label="Dismiss" onPress={() => unsay(toast.id)} />
        </div>
      ))}
    </div>
  )
}
