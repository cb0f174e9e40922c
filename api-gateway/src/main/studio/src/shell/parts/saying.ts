import { ApiError } from '../../api/client'

export interface Toast {
  id: number
  kind: 'good' | 'bad' | 'plain'
  text: string
}

const SHOWN_MAX = 4
const SHOWN_MILLIS = 8000

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  listeners.forEach((listener) => listener())
}

export function toastsNow(): readonly Toast[] {
  return toasts
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says something to whoever looks or listens; what went wrong stays until it is closed. */
export function say(text: string, kind: Toast['kind'] = 'plain'): void {
  const id = ++last
  set([...toasts.filter((toast) => toast.text !== text), { id, kind, text }].slice(-SHOWN_MAX))
  if (kind !== 'bad') {
    setTimeout(() => unsay(id), SHOWN_MILLIS)
  }
}

export function unsay(id: number): void {
  set(toasts.filter((toast) => toast.id !== id))
}

/** What an error says, as one sentence; an abort says nothing. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) {
    return [error.problem.message, error.problem.details, error.problem.hint].filter(Boolean).join(' — ')
  }
  return error instanceof TypeError ? 'The gateway cannot be reached' : error instanceof Error ? error.message : String(error)
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

export function sayError(error: unknown): void {
  if (!isAbort(error)) {
    say(messageOf(error), 'bad')
  }
}
