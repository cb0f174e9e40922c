import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A choice of this browser, kept in its storage; where that is forbidden it lasts as long as the page. */
export function useSetting(name: string, initial: string): [string, (value: string) => void] {
  const key = 'twinlane-studio.' + name
  const value = useSyncExternalStore(onChange, () => settingOf(key) ?? initial)
  return [
    value,
    (next) => {
      keep(key, next)
      listeners.forEach((listener) => listener())
    },
  ]
}

const unkept = new Map<string, string>()

function settingOf(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return unkept.get(key) ?? null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    unkept.set(key, value)
  }
}
