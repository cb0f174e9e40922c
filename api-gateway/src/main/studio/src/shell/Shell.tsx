import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { json } from '../api/client'
import type { Schema, Session } from '../api/types'
import { go, useAddress } from './address'
import { Boundary } from './Boundary'
import { Header } from './Header'
import { useKeys } from './keys'
import { KeysDialog } from './KeysDialog'
import { Nav } from './Nav'
import { Button } from './parts/Button'
import { ProblemBox } from './parts/ProblemBox'
import { useRoom } from './rooms'
import { StudioContext, type Page } from './studio'
import { Acting } from './Acting'

const TITLES: Record<Page, string> = { data: 'Data', sql: 'SQL', lanes: 'Lanes', schema: 'Schema' }

interface Props {
  session: Session
  onSession: (session: Session | null) => void
}

/** Header, navigation and the page that the address names. */
export function Shell({ session, onSession }: Props) {
  const { page, place } = useAddress()
  const [schema, setSchema] = useState<Schema | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [keysShown, setKeysShown] = useState(false)
  const main = useRef<HTMLElement>(null)
  useKeys(() => setKeysShown(true))

  const reloadSchema = useCallback(async () => {
    try {
      setSchema(await json<Schema>('/schema'))
      setError(null)
    } catch (cause) {
      setError(cause)
    }
  }, [])
  useEffect(() => void reloadSchema(), [reloadSchema])
  useEffect(() => {
    document.title = `${TITLES[page]} · Twinlane Studio`
  }, [page])

  const studio = useMemo(
    () => (schema === null ? null : { session, schema, reloadSchema, place, go }),
    [session, schema, reloadSchema, place],
  )
  const room = useRoom(page)
  return (
    <div className="shell">
      <a className="button skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the page
      </a>
      <Header session={session} schema={schema} onSession={onSession} onKeys={() => setKeysShown(true)} />
      <Acting session={session} onSession={onSession} />
      <Nav page={page} titles={TITLES} />
      <main id="main" ref={main} tabIndex={-1} aria-label={TITLES[page]}>
        {studio === null ? (
          <div className="empty">
            {error === null ? (
              'Reading the schema…'
            ) : (
              <>
                <ProblemBox error={error} />
                <Button onPress={() => void reloadSchema()}>Try again</Button>
              </>
            )}
          </div>
        ) : (
          <StudioContext value={studio}>
            <Boundary key={page}>
              {room === null ? <div className="empty">Loading…</div> : 'error' in room ? <div className="empty"><ProblemBox error={room.error} /></div> : <room.Shown />}
            </Boundary>
          </StudioContext>
        )}
      </main>
      <KeysDialog open={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  )
}
