import { actAs } from '../api/client'
import type { Session } from '../api/types'
import { Button } from './parts/Button'
import { sayError } from './parts/saying'

/** Says all the time that one sees what somebody else sees. */
export function Acting({ session, onSession }: { session: Session; onSession: (session: Session | null) => void }) {
  if (session.role === null) {
    return null
  }
  const claims = Object.keys(session.claims).length === 0 ? null : JSON.stringify(session.claims)
  return (
    <section className="acting" aria-label="Acting as somebody else">
      <span>
        Acting as <strong>{session.role}</strong>
        {claims !== null && (
          <>
            {' '}
            with <code>{claims}</code>
          </>
        )}
      </span>
      <Button onPress={() => void actAs(null, {}).then(onSession, sayError)}>Stop</Button>
    </section>
  )
}
