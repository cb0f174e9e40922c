import { beforeEach, expect, it, vi } from 'vitest'
import { columnOf, tableOf } from './testing'

// What is staged lives in the tab: where there is none it lives in memory, and nothing warns before leaving.
vi.stubGlobal('window', { addEventListener: () => {} })
const { amend, beginSaving, changeOf, drop, endSaving, isOwn, mark, rebase, saved, stageAs, stageCell, stageDelete, stagedNow, stageInsert } = await import('./staged')
const { bodyOf } = await import('./save')

const table = tableOf('t', [columnOf('id', 'int8'), columnOf('name', 'text'), columnOf('doc', 'jsonb'), columnOf('n', 'numeric')], ['id'])
const row = { id: '1', name: 'a', doc: null, n: '1.50' }

beforeEach(() => drop(new Set(stagedNow().map((change) => change.id))))

it('a cell is staged once, and not at all when it is what it was', () => {
  stageCell(table, row, 'name', 'b')
  stageCell(table, row, 'name', '')
  stageCell(table, row, 'n', null)
  expect(stagedNow()).toMatchObject([{ kind: 'update', key: { id: '1' }, before: { name: 'a', n: '1.50' }, after: { name: '', n: null } }])
  stageCell(table, row, 'name', 'a')
  stageCell(table, row, 'n', '1.50')
  expect(stagedNow()).toEqual([])
})

it('a deletion takes the place of a change, and is taken back', () => {
  stageCell(table, row, 'name', 'b')
  stageDelete(table, row)
  expect(stagedNow().map((change) => change.kind)).toEqual(['delete'])
  stageDelete(table, row)
  expect(stagedNow()).toEqual([])
})

it('a new row knows a default from NULL', () => {
  const id = stageInsert(table)
  amend(stagedNow()[0]!, 'name', null)
  expect(stagedNow()[0]!.after).toEqual({ name: null })
  amend(stagedNow()[0]!, 'name', undefined)
  expect(stagedNow()).toMatchObject([{ id, after: {} }])
})

it('what is taken back is no change, whatever the row reads meanwhile', () => {
  stageCell(table, row, 'name', 'b')
  stageCell(table, { ...row, name: 'theirs' }, 'n', '2')
  amend(stagedNow()[0]!, 'name', undefined)
  expect(stagedNow()).toMatchObject([{ before: { n: '1.50' }, after: { n: '2' } }])
  expect(Object.keys(stagedNow()[0]!.after)).toEqual(['n'])
  amend(stagedNow()[0]!, 'n', undefined)
  expect(stagedNow()).toEqual([])
})

it('whoever keeps his own after a conflict changes what the other left', () => {
  stageCell(table, row, 'name', 'b')
  mark(changeOf(stagedNow(), table, row)!.id, { theirs: { ...row, name: 'c' } })
  rebase(stagedNow()[0]!)
  expect(stagedNow()[0]).toMatchObject({ before: { name: 'c' }, after: { name: 'b' } })
  expect(stagedNow()[0]).not.toHaveProperty('theirs')
})

it('what is edited while it is saved is a change of what was saved', () => {
  stageCell(table, row, 'name', 'b')
  stageCell(table, row, 'n', '2')
  const sent = stagedNow()
  saved(sent)
  expect(stagedNow()).toEqual([])

  stageCell(table, row, 'name', 'b')
  stageCell(table, row, 'n', '2')
  const first = stagedNow()
  expect(first[0]!.id).not.toBe(sent[0]!.id)
  stageCell(table, row, 'name', 'c')
  stageCell(table, row, 'n', '1.50')
  saved(first)
  expect(stagedNow()).toMatchObject([{ key: { id: '1' }, before: { name: 'b', n: '2' }, after: { name: 'c', n: '1.50' } }])
})

it('a row whose key was changed is found by its new key', () => {
  stageCell(table, row, 'id', '2')
  const sent = stagedNow()
  stageCell(table, row, 'name', 'b')
  saved(sent)
  expect(stagedNow()).toMatchObject([{ key: { id: '2' }, before: { name: 'a' }, after: { name: 'b' } }])
})

it('a new row stays as it is sent while it is saved', () => {
  stageInsert(table, { name: 'a' })
  const sent = stagedNow()
  beginSaving(sent)
  amend(sent[0]!, 'name', 'b')
  endSaving()
  expect(stagedNow()).toEqual(sent)
  amend(sent[0]!, 'name', 'b')
  expect(stagedNow()[0]!.after).toEqual({ name: 'b' })
})

it('a change belongs to whom it was staged as, and nobody else sees it', () => {
  const alice = { environment: 'production', database: 'shop', role: 'web', claims: '{"sub":"alice"}' }
  const others = [{ ...alice, environment: 'staging' }, { ...alice, database: 'other' }, { ...alice, role: null }, { ...alice, claims: '{}' }]
  stageAs(alice)
  stageCell(table, row, 'name', 'b')
  expect(isOwn(stagedNow()[0]!, { ...alice })).toBe(true)
  for (const other of others) {
    expect(isOwn(stagedNow()[0]!, other)).toBe(false)
  }
  stageAs(others[2]!)
  stageCell(table, row, 'name', 'c')
  expect(stagedNow().map((change) => change.after)).toEqual([{ name: 'b' }, { name: 'c' }])
  stageAs(alice)
  stageCell(table, row, 'name', 'a')
  expect(stagedNow().map((change) => change.owner)).toEqual([others[2]])
})

it('a body holds texts, but JSON as it was typed', () => {
  expect(bodyOf({ name: 'say "x"', n: '12345678901234567890.5', doc: '{"a": 12345678901234567890.5}' }, table)).toBe(
    '{"name":"say \\"x\\"","n":"12345678901234567890.5","doc":{"a": 12345678901234567890.5}}',
  )
  expect(bodyOf({ name: null, doc: null }, table)).toBe('{"name":null,"doc":null}')
})
