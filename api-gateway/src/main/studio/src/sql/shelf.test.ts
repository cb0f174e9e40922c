import { describe, expect, it } from 'vitest'
import { type Ran, Shelf } from './shelf'

function shelf(kept = new Map<string, string>()) {
  return new Shelf('app', {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  })
}

const ran = (sql: string): Ran => ({ sql, lane: 'cached', at: '2026-01-01T00:00:00Z', millis: 1, rows: 1, error: null })

describe('the history', () => {
  it('has the last 200, newest first, each once', () => {
    const history = shelf()
    for (let i = 0; i < 250; i++) {
      history.add(ran(`select ${i}`))
    }
    history.add(ran('select 100'))
    const all = history.history().map((one) => one.sql)
    expect(all).toHaveLength(200)
    expect(all.slice(0, 2)).toEqual(['select 100', 'select 249'])
    expect(all.filter((sql) => sql === 'select 100')).toHaveLength(1)
  })

  it('is empty where what is stored is broken', () => {
    expect(shelf(new Map([['studio.sql.history.app', '{']])).history()).toEqual([])
    expect(shelf(new Map([['studio.sql.history.app', '{"a":1}']])).history()).toEqual([])
  })
})

describe('what is too long', () => {
  it('is not in the history, rather than in part', () => {
    const history = shelf()
    history.add(ran('select 1'))
    expect(history.add(ran(`delete from a where ${'x'.repeat(20_000)}`)).map((one) => one.sql)).toEqual(['select 1'])
  })

  it('is a draft while the page is there, and is not stored in part', () => {
    const kept = new Map<string, string>()
    const one = shelf(kept)
    one.keepDraft('x'.repeat(100_000))
    expect(kept.get('studio.sql.draft.app')).toHaveLength(100_000)
    one.keepDraft('x'.repeat(300_000))
    expect(kept.get('studio.sql.draft.app')).toBe('')
    expect(shelf(kept).draft()).toHaveLength(300_000)
  })

  it('leaves no older draft behind where the storage is full', () => {
    const kept = new Map([['studio.sql.draft.full', 'select 1']])
    const full = new Shelf('full', {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => {
        if (value !== '') {
          throw new DOMException('full', 'QuotaExceededError')
        }
        kept.set(key, value)
      },
    })
    expect(full.draft()).toBe('select 1')
    full.keepDraft('select 2')
    expect(kept.get('studio.sql.draft.full')).toBe('')
    expect(full.draft()).toBe('select 2')
  })
})

describe('saved statements', () => {
  it('are replaced by name and come back from a file', () => {
    const one = shelf()
    one.save({ name: 'b', sql: 'select 1' })
    one.save({ name: 'a', sql: 'select 2' })
    one.save({ name: 'b', sql: 'select 3' })
    const other = shelf()
    expect(other.take(JSON.stringify(one.saved()))).toEqual([
      { name: 'a', sql: 'select 2' },
      { name: 'b', sql: 'select 3' },
    ])
    expect(other.remove('a')).toHaveLength(1)
  })

  it('are not taken from another file', () => {
    expect(() => shelf().take('[{"name": 1}]')).toThrow('no saved statements')
    expect(() => shelf().take('select 1')).toThrow('not JSON')
  })
})
