import { ApiError } from '../../api/client'

export interface Toast {
  id: number
  kind: 'good' | 'bad' | 'plain'
  text: string
}

const SHOWN_MAX = 3
const SHOWN_MILLIS = { good: 6_000, plain: 6_000, bad: 20_000 }

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

/** Says something to whoever looks or listens; what went wrong stays longer, and is told in place as well. */
export function say(text: string, kind: Toast['kind'] = 'plain'): void {
  const id = ++last
  set([...toasts.filter((toast) => toast.text !== text), { id, kind, text }].slice(-SHOWN_MAX))
  setTimeout(() => unsay(id), SHOWN_MILLIS[kind])
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
