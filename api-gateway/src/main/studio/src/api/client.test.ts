import { beforeEach, expect, it, vi } from 'vitest'
import type { Session } from './types'

/** A gateway of one session, which tabs share: tells as whom each request was answered. */
function gateway() {
  let mark = 1
  let user = { role: null as string | null, claims: {} }
  const answered: string[] = []
  const session = () => ({ csrf: 'c', acting: String(mark), ...user }) as Session
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url === '/studio/api/session' && init.method === 'PUT') {
      become(JSON.parse(String(init.body)))
      return new Response(null, { status: 204 })
    }
    if (url === '/studio/api/session') {
      return Response.json(session())
    }
    if (new Headers(init.headers).get('X-Studio-Acting') !== String(mark)) {
      return Response.json({ code: 'STUDIO_ACTING', message: 'another tab' }, { status: 409 })
    }
    answered.push(user.role ?? 'own')
    return Response.json([])
  }
  const become = (other: typeof user) => {
    user = other
    mark++
  }
  return { fetch, become, answered }
}

let there: ReturnType<typeof gateway>
let tab: typeof import('./client')
let told: (string | null)[]

beforeEach(async () => {
  there = gateway()
  vi.stubGlobal('fetch', there.fetch)
  vi.resetModules()
  tab = await import('./client')
  told = []
  tab.whenAnotherActs((session) => told.push(session.role))
  await tab.session()
})

it('asks as whom this tab acts', async () => {
  await tab.actAs('ann', {})
  await tab.json('/rest/v1/notes')
  expect(there.answered).toEqual(['ann'])
  expect(told).toEqual([])
})

it('does nothing as somebody else than it shows, and tells once as whom it acts now', async () => {
  await tab.actAs('ann', {})
  there.become({ role: null, claims: {} })
  const asked = await Promise.allSettled([tab.json('/rest/v1/a'), tab.send('POST', '/sql/direct', {})])
  expect(asked.map((one) => one.status)).toEqual(['rejected', 'rejected'])
  expect(there.answered).toEqual([])
  expect(told).toEqual([null])
  await tab.json('/rest/v1/a')
  expect(there.answered).toEqual(['own'])
})

it('asks again without a word where the other tab acts as the same user', async () => {
  there.become({ role: 'ann', claims: {} })
  there.become({ role: null, claims: {} })
  await tab.json('/rest/v1/notes')
  expect(there.answered).toEqual(['own'])
  expect(told).toEqual([])
})

it('says nothing of another tab where this one has changed the user meanwhile', async () => {
  const change = tab.actAs('ann', {})
  await Promise.allSettled([tab.json('/rest/v1/notes')])
  await change
  expect(told).toEqual([])
})

it('finds out by looking again', async () => {
  there.become({ role: 'ann', claims: { sub: 'a' } })
  await tab.lookAgain()
  await tab.lookAgain()
  expect(told).toEqual(['ann'])
})
