import { useCallback, useEffect, useState } from 'react'
import { lookAgain, session as sessionNow, whenAnotherActs, whenSessionEnds } from '../api/client'
import type { Session } from '../api/types'
import { Login } from './Login'
import { ProblemBox } from './parts/ProblemBox'
import { say } from './parts/saying'
import { Toasts } from './parts/Toasts'
import { Shell } from './Shell'

type State = { is: 'looking' } | { is: 'out'; ended: boolean } | { is: 'in'; session: Session } | { is: 'broken'; error: unknown }

/** The door, and the rooms behind it. */
export function App() {
  const [state, setState] = useState<State>({ is: 'looking' })
  const enter = useCallback((session: Session | null) => setState(session === null ? { is: 'out', ended: false } : { is: 'in', session }), [])

  useEffect(() => {
    whenSessionEnds(() => setState({ is: 'out', ended: true }))
    whenAnotherActs((session) => {
      enter(session)
      say(`Another tab acts as ${session.role ?? "the lanes' own role"} now, and so does this one`)
    })
    if (tokenCame()) {
      setState({ is: 'out', ended: false })
      return
    }
    sessionNow().then(enter, (error: unknown) => setState({ is: 'broken', error }))
  }, [enter])

  // a link may be pasted into a tab that is open; before whoever else reads the address, since they would change it
  useEffect(() => {
    const onHash = () => tokenCame() && setState({ is: 'out', ended: false })
    window.addEventListener('hashchange', onHash, true)
    return () => window.removeEventListener('hashchange', onHash, true)
  }, [])

  // another tab may have changed the session while this one was not looked at
  useEffect(() => {
    const onVisible = () => {
      if (document.visibilityState === 'visible') {
        // where the gateway cannot be reached, the next request says so
        lookAgain().catch(() => {})
      }
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [])

  return (
    <>
      {view(state, enter)}
      <Toasts />
    </>
  )
}

/** Whether there is a one-time token in the address, which makes a new session, whoever was here before. */
function tokenCame(): boolean {
  return window.location.hash.startsWith('#token=')
}

function view(state: State, enter: (session: Session | null) => void) {
  switch (state.is) {
    case 'looking':
      return <main className="empty">Looking whether you are logged in…</main>
    case 'out':
      return <Login ended={state.ended} onIn={enter} />
    case 'in':
      return <Shell session={state.session} onSession={enter} />
    case 'broken':
      return (
        <main className="login">
          <ProblemBox error={state.error} />
        </main>
      )
  }
}
