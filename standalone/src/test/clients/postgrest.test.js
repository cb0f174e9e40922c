// What the smaller client has beyond the other: schemas, CSV, plans and a request that is broken off.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PostgrestClient } from '@supabase/postgrest-js'
import { rest, signIn } from './session.js'

const headers = { Authorization: `Bearer ${signIn('ann')}` }
const client = new PostgrestClient(rest, { headers })

test('CSV', async () => {
  const { data, error } = await client.from('categories').select('id,name').lte('id', 2).order('id').csv()
  assert.equal(error, null)
  assert.equal(data, 'id,name\n1,Tea\n2,Coffee')
})

test('the schema by its name', async () => {
  const { data, error } = await client.schema('public').from('categories').select('name').eq('id', 1)
  assert.equal(error, null)
  assert.deepEqual(data, [{ name: 'Tea' }])
  const wrong = await client.schema('secret').from('categories').select()
  assert.equal(wrong.status, 406)
  assert.equal(wrong.error.code, 'PGRST106')
})

test('a write that is only tried', async () => {
  const { data, error } = await client
    .from('categories').insert({ name: 'Maybe' }).select('name').setHeader('Prefer', 'return=representation,tx=rollback')
  assert.equal(error, null)
  assert.deepEqual(data, [{ name: 'Maybe' }])
  const { data: found } = await client.from('categories').select().eq('name', 'Maybe')
  assert.deepEqual(found, [])
})

test('errors that are thrown', async () => {
  await assert.rejects(async () => client.from('nothing').select().throwOnError(), { code: 'PGRST205' })
})

test('a request that is broken off does not disturb the next', async () => {
  const leaving = new AbortController()
  const asked = client.from('products').select().abortSignal(leaving.signal)
  leaving.abort()
  const { error } = await asked
  assert.match(error.message, /abort/i)
  const { data } = await client.from('products').select('id').limit(1)
  assert.equal(data.length, 1)
})

test('an update of more rows than meant', async () => {
  const { error, status } = await client.from('products').update({ stock: 1 }).gt('id', 0).maxAffected(1)
  assert.equal(status, 400)
  assert.equal(error.code, 'PGRST124')
})
