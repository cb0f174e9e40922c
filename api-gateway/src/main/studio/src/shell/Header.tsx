import { logOut } from '../api/client'
import type { Schema, Session } from '../api/types'
import { undoAll } from '../data/staged'
import { Button } from './parts/Button'
import { sayError } from './parts/saying'
import { RoleSwitch } from './RoleSwitch'
import { ThemeSwitch } from './ThemeSwitch'

interface Props {
  session: Session
  schema: Schema | null
  onSession: (session: Session | null) => void
  onKeys: () => void
}

/** Where one is, as whom, and the way out. */
export function Header({ session, schema, onSession, onKeys }: Props) {
  // Whoever logs in next has nothing to do with what is staged.
  const leave = () => {
    undoAll()
    onSession(null)
  }
  const production = session.environment.startsWith('prod')
  return (
    <header>
      <span className="brand">
        <img src="/studio/icon.svg" alt="" />
        <span className="wide-only">Twinlane Studio</span>
      </span>
      <span className={production ? 'badge bad' : 'badge'}>{session.environment}</span>
      {session.readOnly && <span className="badge warn">read-only</span>}
      <span className="muted wide-only">{schema?.database}</span>
      <span className="grow" />
      <RoleSwitch session={session} schema={schema} onSession={onSession} />
      <span className="muted wide-only">{session.version}</span>
      <span className="wide-only">
        <Button look="plain" aria-label="Show the keys" onPress={onKeys}>
          ?
        </Button>
      </span>
      <ThemeSwitch />
      <Button look="plain" icon="out" label="Log out" onPress={() => void logOut().then(leave, sayError)} />
    </header>
  )
}
