import type { Problem, Session } from './types'

const API = '/studio/api'

/** What the gateway said when it did not do what it was asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.message)
  }
}

/** The session as it was last read; null while nobody is known to be in. */
let known: Session | null = null
let onEnded: () => void = () => {}
let onOther: (session: Session) => void = () => {}
let turn: Promise<unknown> = Promise.resolve()

/** Calls this once a request finds that the session has ended. */
export function whenSessionEnds(ended: () => void): void {
  onEnded = ended
}

/** Calls this with the session once it is found that another tab has changed as whom it acts. */
export function whenAnotherActs(other: (session: Session) => void): void {
  onOther = other
}

/**
 * A request to /studio/api; fails with {@link ApiError} on any status of 400 and above. What was meant to be asked as somebody
 * else than the session acts as by now is not done; it is asked again only if that is the same user after all.
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const meant = known
  try {
    return await asked(path, init, meant)
  } catch (error) {
    if (meant !== null && error instanceof ApiError && error.status === 409 && error.problem.code === 'STUDIO_ACTING') {
      const now = await inTurn(async () => (known === meant ? look() : known))
      if (now !== null && now.acting !== meant.acting && sameUser(now, meant)) {
        return asked(path, init, now)
      }
      init.signal?.throwIfAborted()
    }
    throw error
  }
}

async function asked(path: string, init: RequestInit, as: Session | null): Promise<Response> {
  const headers = new Headers(init.headers)
  if (as !== null) {
    headers.set('X-Studio-Acting', as.acting)
  }
  if (init.method !== undefined && init.method !== 'GET') {
    headers.set('X-Studio-Csrf', as?.csrf ?? '')
  }
  const response = await fetch(API + path, { ...init, headers, credentials: 'same-origin' })
  if (response.ok) {
    return response
  }
  if (response.status === 401 && response.headers.get('X-Studio-Session') === 'none') {
    ended()
  }
  throw new ApiError(response.status, await problemOf(response))
}

function ended(): void {
  known = null
  onEnded()
}

/** One after the other, so that what is known of the session is never older than what was known before. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work, work)
  turn = done
  return done
}

/** Finds out whether the session has ended or acts as somebody else, both of which another tab may have done. */
export async function lookAgain(): Promise<void> {
  await inTurn(async () => (known === null ? null : look()))
}

async function look(): Promise<Session | null> {
  const before = known
  const now = await session()
  if (now === null) {
    ended()
  } else if (before !== null && !sameUser(before, now)) {
    onOther(now)
  }
  return now
}

function sameUser(one: Session, other: Session): boolean {
  return one.role === other.role && JSON.stringify(one.claims) === JSON.stringify(other.claims)
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text()
  try {
    // SQL over HTTP calls `detail` what REST calls `details`
    const said = JSON.parse(text) as Partial<Problem> & { detail?: string | null }
    return {
      code: said.code || String(response.status),
      message: said.message ?? text,
      details: said.details ?? said.detail,
      hint: said.hint,
      position: said.position,
      part: said.part,
    }
  } catch {
    return { code: String(response.status), message: text || response.statusText }
  }
}

export async function json<T>(path: string, init?: RequestInit): Promise<T> {
  return (await (await request(path, init)).json()) as T
}

export function send(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const sent = { 'Content-Type': 'application/json', ...headers }
  return request(path, { method, body: JSON.stringify(body), headers: sent, signal })
}

/** The session that there is; null if nobody is logged in. */
export async function session(): Promise<Session | null> {
  const response = await fetch(API + '/session', { credentials: 'same-origin' })
  if (response.status === 401) {
    known = null
    return null
  }
  if (!response.ok) {
    throw new ApiError(response.status, await problemOf(response))
  }
  known = (await response.json()) as Session
  return known
}

/** Trades the one-time token, or the password, for a session. */
export async function logIn(token: string): Promise<Session | null> {
  await send('POST', '/login', { token })
  return session()
}

/** Acts as another role from now on. */
export async function actAs(role: string | null, claims: Record<string, unknown>): Promise<Session | null> {
  return inTurn(async () => {
    const headers = { 'Content-Type': 'application/json' }
    await asked('/session', { method: 'PUT', body: JSON.stringify({ role, claims }), headers }, known)
    return session()
  })
}

export async function logOut(): Promise<void> {
  await request('/logout', { method: 'POST' })
  known = null
}
