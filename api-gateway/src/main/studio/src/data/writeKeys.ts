import { ApiError } from '../api/client'
import type { Change } from './staged'

/** What was sent under a key, and is not known to be done or refused. */
interface Sent {
  body: string
  key: string
  ids: number[]
}

const STORED = 'twinlane-studio.sent'
const BYTES = 16

let sent: Sent | null = restored()
let used = true

function restored(): Sent | null {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Sent | null
  } catch {
    return null
  }
}

function set(next: Sent | null): void {
  sent = next
  try {
    if (next === null) {
      sessionStorage.removeItem(STORED)
    } else {
      sessionStorage.setItem(STORED, JSON.stringify(next))
    }
  } catch {
    // Too much for the storage, or none at all: it then lasts as long as the page.
  }
}

/** The key to send a body with, the same until the body is another or settled; null where keys are of no use. */
export function keyOfWrite(body: string, changes: readonly Change[]): string | null {
  if (!used) {
    return null
  }
  if (!isInDoubt(body, changes)) {
    set({ body, key: freshKey(), ids: changes.map((change) => change.id) })
  }
  return sent!.key
}

/** Whether just this was sent already, and nobody knows what became of it. */
export function isInDoubt(body: string, changes: readonly Change[]): boolean {
  return sent?.body === body && sent.ids.join() === changes.map((change) => change.id).join()
}

/** It is known what became of what was sent; the same body is another write from now on. */
export function settled(): void {
  set(null)
}

/** Those of the changes whose outcome is unknown, if they are all still as they were sent; else undefined. */
export function inDoubt(changes: readonly Change[], bodyOf: (some: readonly Change[]) => string): readonly Change[] | undefined {
  const found = changes.filter((change) => sent?.ids.includes(change.id))
  return sent !== null && found.length === sent.ids.length && bodyOf(found) === sent.body ? found : undefined
}

export function keysUsed(): boolean {
  return used
}

/** The gateway cannot keep keys: from now on none is sent. */
export function giveUpKeys(): void {
  used = false
  settled()
}

export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether a write that failed like this may have been done. What PostgreSQL refused is rolled back. */
export function isUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) {
    return true
  }
  const { code } = error.problem
  return code === 'TWL008' || (error.status >= 500 && code !== 'TWL001' && !isOfPostgres(code))
}

/** Whether a refusal also tells that the same was not done when it was sent before: it went as far as to look. */
export function isTelling(error: unknown): boolean {
  return error instanceof ApiError && error.status < 500 && error.status !== 401 && (isOfPostgres(error.problem.code) || error.problem.code === 'TWL009')
}

function isOfPostgres(code: string): boolean {
  return /^([0-9A-Z]{5}|PGRST.*)$/.test(code)
}
