import { useState } from 'react'
import { actAs } from '../api/client'
import type { Schema, Session } from '../api/types'
import { Button } from './parts/Button'
import { Menu } from './parts/Menu'
import { say, sayError } from './parts/saying'
import { UserDialog } from './UserDialog'

interface Props {
  session: Session
  schema: Schema | null
  onSession: (session: Session | null) => void
}

const OWN = 'own'
const USER = 'user'

/** As whom everything is asked: the lanes' own role, another one, or a user with claims. */
export function RoleSwitch({ session, schema, onSession }: Props) {
  const [asking, setAsking] = useState(false)
  const own = schema?.sessionUser ?? 'the lanes'
  const plain = Object.keys(session.claims).length === 0

  const become = async (role: string | null, claims: Record<string, unknown>) => {
    try {
      onSession(await actAs(role, claims))
      say(role === null ? `Acting as ${own}, the lanes' own role` : `Acting as ${role}`)
      return true
    } catch (error) {
      sayError(error)
      return false
    }
  }
  const choose = (id: string) => {
    if (id === USER) {
      setAsking(true)
    } else {
      void become(id === OWN ? null : id.slice(5), {})
    }
  }
  const entries = [
    { id: OWN, text: `${own} (the lanes' own role)`, chosen: session.role === null },
    ...(schema?.roles ?? []).map((role) => ({
      id: 'role:' + role,
      text: role === session.anonymousRole ? `${role} (without a token)` : role,
      chosen: role === session.role && plain,
    })),
    { id: USER, text: 'A user…', chosen: session.role !== null && !plain },
  ]
  return (
    <>
      <Menu
        label="Act as"
        entries={entries}
        onChoose={choose}
        button={
          <Button icon="user" aria-label={`Role: ${session.role ?? own}. Change it`}>
            {session.role ?? own}
          </Button>
        }
      />
      {asking && <UserDialog session={session} roles={schema?.roles ?? []} onClose={() => setAsking(false)} onChosen={become} />}
    </>
  )
}
