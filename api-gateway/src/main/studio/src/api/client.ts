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

let csrf = ''
let onEnded: () => void = () => {}

/** Calls this once a request finds that the session has ended. */
export function whenSessionEnds(ended: () => void): void {
  onEnded = ended
}

/** A request to /studio/api; fails with {@link ApiError} on any status of 400 and above. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (init.method !== undefined && init.method !== 'GET') {
    headers.set('X-Studio-Csrf', csrf)
  }
  const response = await fetch(API + path, { ...init, headers, credentials: 'same-origin' })
  if (response.ok) {
    return response
  }
  if (response.status === 401 && response.headers.get('X-Studio-Session') === 'none') {
    onEnded()
  }
  throw new ApiError(response.status, await problemOf(response))
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
    return null
  }
  if (!response.ok) {
    throw new ApiError(response.status, await problemOf(response))
  }
  const found = (await response.json()) as Session
  csrf = found.csrf
  return found
}

/** Trades the one-time token, or the password, for a session. */
export async function logIn(token: string): Promise<Session | null> {
  await send('POST', '/login', { token })
  return session()
}

/** Acts as another role from now on. */
export async function actAs(role: string | null, claims: Record<string, unknown>): Promise<Session | null> {
  await send('PUT', '/session', { role, claims })
  return session()
}

export async function logOut(): Promise<void> {
  await request('/logout', { method: 'POST' })
}
