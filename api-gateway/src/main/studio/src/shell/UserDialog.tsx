import { useState } from 'react'
import type { Session } from '../api/types'
import { Button } from './parts/Button'
import { Dialog } from './parts/Dialog'
import { Select } from './parts/Select'
import { TextField } from './parts/TextField'

interface Props {
  session: Session
  roles: readonly string[]
  onClose: () => void
  onChosen: (role: string, claims: Record<string, unknown>) => Promise<boolean>
}

/** A role and the claims of the token that the pretended user would send. */
export function UserDialog({ session, roles, onClose, onChosen }: Props) {
  const [role, setRole] = useState(session.role ?? roles.find((each) => each !== session.anonymousRole) ?? null)
  const [text, setText] = useState(() =>
    Object.keys(session.claims).length === 0 ? '{\n  "sub": ""\n}' : JSON.stringify(session.claims, null, 2),
  )
  const claims = claimsOf(text)
  return (
    <Dialog
      title="Act as a user"
      open
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={role === null || claims === null}
            onPress={() => void onChosen(role!, claims!).then((done) => done && onClose())}
          >
            Act as this user
          </Button>
        </>
      }
    >
      <p className="muted">Policies see these as request.jwt.claims, as if the user had sent a token with them.</p>
      <Select label="Role" value={role} options={roles} onChange={setRole} />
      <TextField label="Claims" rows={7} value={text} onChange={setText} error={claims === null ? 'This is not an object in JSON' : null} />
    </Dialog>
  )
}

function claimsOf(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : null
  } catch {
    return null
  }
}
