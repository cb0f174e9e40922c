import { useCallback, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import { ApiError, logIn, request } from '../api/client'
import type { Session } from '../api/types'
import { Button } from './parts/Button'
import { messageOf, say, sayError } from './parts/saying'
import { TextField } from './parts/TextField'

interface Props {
  /** Whether there was a session until now. */
  ended: boolean
  onIn: (session: Session | null) => void
}

/** Takes the token out of the address, so that it stays neither there nor in the history. */
function tokenOfAddress(): string | null {
  const [, token] = /^#token=(.+)$/.exec(window.location.hash) ?? []
  if (token === undefined) {
    return null
  }
  history.replaceState(null, '', window.location.pathname + window.location.search)
  return decodeURIComponent(token)
}

export function Login({ ended, onIn }: Props) {
  const [token, setToken] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const enter = useCallback(
    async (given: string) => {
      setBusy(true)
      setError(null)
      try {
        onIn(await logIn(given))
      } catch (cause) {
        setError(wrong(cause))
        setBusy(false)
      }
    },
    [onIn],
  )

  useEffect(() => {
    const take = () => {
      const given = tokenOfAddress()
      if (given !== null) {
        void enter(given)
      }
    }
    take()
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [enter])

  const print = () =>
    request('/token', { method: 'POST' }).then(() => say('A new token is in the log of the gateway', 'good'), sayError)

  return (
    <main className="login">
      <Form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          void enter(token.trim())
        }}
      >
        <div className="row">
          <img src="/studio/icon.svg" alt="" width="32" height="32" />
          <h1>Twinlane Studio</h1>
        </div>
        {ended && <p role="status">Your session has ended. What you have staged is kept.</p>}
        <TextField
          label="Token or password"
          type="password"
          autoComplete="current-password"
          autoFocus
          isRequired
          value={token}
          onChange={(given) => {
            setToken(given)
            setError(null) // a field that is wrong keeps the form from being sent
          }}
          error={error}
          hint="The one-time token is in the log of the gateway; ./twinlane studio opens this page with it."
        />
        <Button look="primary" type="submit" isDisabled={busy || token.trim() === ''}>
          {busy ? 'Logging in…' : 'Log in'}
        </Button>
        <Button onPress={print}>Print a new token</Button>
      </Form>
    </main>
  )
}

function wrong(cause: unknown): string {
  return cause instanceof ApiError && cause.status === 401 ? 'That is neither a token that is still good nor the password' : messageOf(cause)
}
