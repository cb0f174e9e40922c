// An application that says by the host of its connection string which lane a statement takes.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { neon, neonConfig } from '@neondatabase/serverless'
import { build, connection, connectionString, endpoint } from './sql.js'

let cacheStatus
neonConfig.fetchEndpoint = endpoint
neonConfig.fetchFunction = async (url, options) => {
  const answer = await fetch(url, options)
  cacheStatus = answer.headers.get('cache-status') ?? ''
  return answer
}
const cached = neon(connection({ hostname: 'cached.localhost' }))
const direct = neon(connection({ hostname: 'direct.localhost' }))

before(async () => {
  await build(neon(connectionString), 'lanes', [
    'create table lanes.prices (name text primary key, price int not null)',
    `insert into lanes.prices values ('tea', 3), ('coffee', 5)`,
  ])
})

const price = async (sql, name = 'tea') => (await sql`select price from lanes.prices where name = ${name}`)[0]?.price

/** How the last of some equal reads was answered, once one is remembered. */
async function statusOfReads(sql) {
  for (let i = 0; i < 20 && !/\bhit\b/.test(cacheStatus); i++) {
    assert.equal(await price(sql), 3)
  }
  return cacheStatus
}

test('the cached lane remembers, the direct lane does not', async () => {
  cacheStatus = ''
  assert.match(await statusOfReads(cached), /\bhit\b/)
  cacheStatus = ''
  assert.doesNotMatch(await statusOfReads(direct), /\bhit\b/)
})

test('a read of either lane sees a write before it', async () => {
  for (let sum = 10; sum < 20; sum++) {
    await price(cached)
    await direct`update lanes.prices set price = ${sum} where name = 'tea'`
    assert.deepEqual([await price(cached), await price(direct), await price(cached)], [sum, sum, sum])
  }
  await direct.transaction([
    direct`insert into lanes.prices values ('maté', 4)`,
    direct`update lanes.prices set price = 6 where name = 'coffee'`,
  ])
  assert.deepEqual([await price(cached, 'maté'), await price(cached, 'coffee')], [4, 6])
  await direct`truncate lanes.prices`
  assert.equal(await price(cached), undefined)
})

test('values are the same on both', async () => {
  const everything = (sql) => sql`select 9007199254740993::int8 as big, 1.50::numeric(5,2) as scaled, true as yes,
    '{"b": [1, null]}'::jsonb as object, '{a,NULL,"b c"}'::text[] as list, '\\x00ff'::bytea as bytes,
    '2024-02-29 12:00+01'::timestamptz as instant, null::int as nothing`
  const row = await everything(direct)
  assert.deepEqual(await everything(cached), row)
  assert.deepEqual(await everything(cached), row)
})

test('what is never the same is not remembered', async () => {
  for (const sql of [cached, direct]) {
    const [[one], [other]] = [await sql`select gen_random_uuid() as id`, await sql`select gen_random_uuid() as id`]
    assert.notEqual(one.id, other.id)
  }
})

test('errors are the same on both', async () => {
  for (const sql of [cached, direct]) {
    await assert.rejects(sql.query('select nothing from lanes.prices'), { code: '42703', position: '8' })
    await assert.rejects(sql.query('select 1; select 2'), { code: '42601' })
  }
})
