// A bank that is written with Neon's serverless driver, in its last version and in the last of before 1.0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as latest from '@neondatabase/serverless'
import * as older from 'neon-0-10'
import { build, connection, connectionString, endpoint } from './sql.js'

for (const [version, driver] of [['1.2.0', latest], ['0.10.4', older]]) {
  const { NeonDbError, Pool, neon, neonConfig } = driver
  neonConfig.fetchEndpoint = endpoint
  const bank = `bank_${version.replaceAll('.', '_')}`
  const sql = neon(connectionString)
  // what is called sql.query since 1.0
  const ask = sql.query ?? sql
  const balance = async (owner) =>
    (await ask(`select balance from ${bank}.accounts where owner = $1`, [owner]))[0]?.balance
  const open = (owner, sum) => ask(`insert into ${bank}.accounts (owner, balance) values ($1, $2)`, [owner, sum])
  const move = (owner, sum) =>
    ask(`update ${bank}.accounts set balance = balance + $1 where owner = $2`, [sum, owner])

  test(`driver ${version}`, async (t) => {
    await build(sql, bank, [
      `create table ${bank}.accounts (
        id int generated always as identity primary key,
        owner varchar(20) not null constraint one_per_owner unique,
        balance numeric(12,2) not null default 0 constraint no_debt check (balance >= 0))`,
      `create table ${bank}.entries (
        account int constraint of_account references ${bank}.accounts deferrable initially deferred, note text)`,
    ])

    await t.test('an account from its first day to its last', async () => {
      const [{ id }] = await ask(`insert into ${bank}.accounts (owner, balance) values ($1, $2) returning id`, ['eve', 10.5])
      assert.equal(typeof id, 'number')
      assert.deepEqual(await ask(`select * from ${bank}.accounts where id = $1`, [id]), [
        { id, owner: 'eve', balance: '10.50' },
      ])
      const changed = await ask(`update ${bank}.accounts set balance = 11 where id = $1`, [id], { fullResults: true })
      assert.deepEqual([changed.command, changed.rowCount, changed.rows], ['UPDATE', 1, []])
      const gone = await ask(`delete from ${bank}.accounts where id = $1 returning owner;`, [id], { fullResults: true })
      assert.deepEqual([gone.command, gone.rowCount, gone.rows], ['DELETE', 1, [{ owner: 'eve' }]])
      assert.equal(await balance('eve'), undefined)
    })

    await t.test('values in a template', async () => {
      const name = `O'Hara "x" \\ $1 -- 🦄`
      assert.deepEqual(await sql`select ${name}::text as name, ${2}::int + ${3}::int as sum`, [{ name, sum: 5 }])
      assert.deepEqual(await sql`select ${['a', null, 'b,c']}::text[] as list, ${{ k: [1] }}::jsonb as object`, [
        { list: ['a', null, 'b,c'], object: { k: [1] } },
      ])
      assert.deepEqual(await sql`select ${null}::int as nothing, ${true}::bool as yes`, [{ nothing: null, yes: true }])
    })

    await t.test('rows as objects, as arrays, and with what is known of them', async () => {
      await open('full', 1)
      const text = `select owner, balance, id + 1 as next from ${bank}.accounts where owner = 'full'`
      const [row] = await ask(text)
      assert.deepEqual(await ask(text, [], { arrayMode: true }), [['full', '1.00', row.next]])
      assert.deepEqual(await neon(connectionString, { arrayMode: true }).transaction([ask(text)], { arrayMode: true }), [
        [['full', '1.00', row.next]],
      ])

      const full = await ask(text, [], { fullResults: true })
      const [{ oid }] = await ask(`select '${bank}.accounts'::regclass::oid::int as oid`)
      assert.deepEqual(full.rows, [row])
      assert.deepEqual([full.command, full.rowCount, full.rowAsArray], ['SELECT', 1, false])
      const format = 'text'
      assert.deepEqual(full.fields, [
        { name: 'owner', dataTypeID: 1043, tableID: oid, columnID: 2, dataTypeSize: -1, dataTypeModifier: 24, format },
        { name: 'balance', dataTypeID: 1700, tableID: oid, columnID: 3, dataTypeSize: -1, dataTypeModifier: 786438, format },
        { name: 'next', dataTypeID: 23, tableID: 0, columnID: 0, dataTypeSize: 4, dataTypeModifier: -1, format },
      ])
    })

    await t.test('statements without rows, and without anything', async () => {
      const made = await ask(`create table ${bank}.empty ()`, [], { fullResults: true })
      assert.deepEqual([made.command, made.rowCount, made.rows, made.fields], ['CREATE', null, [], []])
      const none = await ask(`select owner from ${bank}.accounts where false`, [], { fullResults: true })
      assert.deepEqual([none.command, none.rowCount, none.rows], ['SELECT', 0, []])
      assert.deepEqual(none.fields.map((field) => field.name), ['owner'])
      assert.deepEqual(await ask('select 1 as a, 2 as a', [], { arrayMode: true }), [[1, 2]])
      assert.deepEqual(await ask('-- only a comment'), [])
    })

    await t.test('a transfer as a whole or not at all', async () => {
      await sql.transaction([open('from', 100), open('to', 0)])
      const results = await sql.transaction([
        move('from', -30), move('to', 30),
        ask(`select sum(balance) from ${bank}.accounts where owner in ('from', 'to')`),
      ], { isolationLevel: 'Serializable' })
      assert.deepEqual(results, [[], [], [{ sum: '100.00' }]])
      await assert.rejects(sql.transaction([move('to', 80), move('from', -80)]), { code: '23514', constraint: 'no_debt' })
      assert.deepEqual([await balance('from'), await balance('to')], ['70.00', '30.00'])
    })

    await t.test('a foreign key that is checked at the end', async () => {
      const note = () => ask(`insert into ${bank}.entries values (-1, 'lost')`)
      const rejected = { code: '23503', constraint: 'of_account' }
      await assert.rejects(sql.transaction([note(), ask('select 1')]), rejected)
      await assert.rejects(note(), rejected)
      assert.deepEqual(await ask(`select * from ${bank}.entries`), [])
    })

    await t.test('transactions of every kind', async () => {
      const state = () => ask(`select current_setting('transaction_isolation') as level,
        current_setting('transaction_read_only') as reads, current_setting('transaction_deferrable') as waits`)
      const levels = {
        ReadUncommitted: 'read uncommitted', ReadCommitted: 'read committed',
        RepeatableRead: 'repeatable read', Serializable: 'serializable',
      }
      for (const [isolationLevel, level] of Object.entries(levels)) {
        const [[found]] = await sql.transaction([state()], { isolationLevel, readOnly: false })
        assert.deepEqual(found, { level, reads: 'off', waits: 'off' })
      }
      const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true }
      const [[report]] = await sql.transaction([state()], options)
      assert.deepEqual(report, { level: 'serializable', reads: 'on', waits: 'on' })
      await assert.rejects(sql.transaction([move('to', 1)], { readOnly: true }), { code: '25006' })
      await assert.rejects(sql.transaction([state()], { isolationLevel: 'Snapshot' }), /isolation/i)
      assert.deepEqual(await sql.transaction([]), [])
      const [, [{ n }]] = await sql.transaction((own) => [own`select 1`, own`select ${6}::int * 7 as n`])
      assert.equal(n, 42)
      const full = await sql.transaction([ask('select 1 as n'), ask('select 2 as n')], { arrayMode: true, fullResults: true })
      assert.deepEqual(full.map((result) => [result.rows, result.rowCount]), [[[[1]], 1], [[[2]], 1]])
    })

    await t.test('what one request does to its session is gone for the next', async () => {
      const [, [inside]] = await sql.transaction([
        ask(`set search_path to ${bank}`), ask('select count(*) > 0 as found from accounts')])
      assert.deepEqual(inside, { found: true })
      await ask(`set application_name to 'left behind'`)
      await ask(`set work_mem to '7MB'`)
      await ask('create temp table leftover (id int)')
      await ask('begin')
      await open('kept', 5)
      for (let i = 0; i < 5; i++) {
        assert.equal(await balance('kept'), '5.00')
        const [left] = await ask(`select current_setting('application_name') as name,
          current_setting('work_mem') = '7MB' as memory, to_regclass('leftover') as temporary`)
        assert.notEqual(left.name, 'left behind')
        assert.deepEqual([left.memory, left.temporary], [false, null])
        await assert.rejects(ask('select * from accounts'), { code: '42P01' })
      }
    })

    await t.test('errors say what is wrong', async () => {
      await open('ann', 1)
      const schema = bank
      const table = 'accounts'
      const raise = `do $$ begin
        raise exception 'not today' using errcode = 'P0042', detail = 'a holiday', hint = 'tomorrow'; end $$`
      const cases = [
        [open('ann', 2), { code: '23505', severity: 'ERROR', constraint: 'one_per_owner', schema, table,
          detail: 'Key (owner)=(ann) already exists.',
          message: 'duplicate key value violates unique constraint "one_per_owner"' }],
        [open('bob', -1), { code: '23514', constraint: 'no_debt', schema, table }],
        [open(null, 1), { code: '23502', column: 'owner', schema, table }],
        [open('a name of more than twenty letters', 1), { code: '22001' }],
        [open('bob', 'much'), { code: '22P02' }],
        [open('bob', '1e11'), { code: '22003' }],
        [ask('selec 1'), { code: '42601', position: '1', message: 'syntax error at or near "selec"' }],
        [ask(`select 'ä', fro from ${bank}.accounts`), { code: '42703', position: '13' }],
        [ask(`select * from ${bank}.nothing`), { code: '42P01', position: '15' }],
        [ask('select 1; select 2'), { code: '42601',
          message: 'cannot insert multiple commands into a prepared statement' }],
        [ask('select 1/0'), { code: '22012' }],
        [ask('select $1::int + $2::int', [1]), { code: '08P01' }],
        [ask(raise), { code: 'P0042', message: 'not today', detail: 'a holiday', hint: 'tomorrow' }],
        [ask(`do $$ begin execute 'selec 1'; end $$`), { code: '42601', internalQuery: 'selec 1', internalPosition: '1' }],
      ]
      for (const [asked, expected] of cases) {
        const error = await asked.then(() => assert.fail(`not refused: ${expected.code}`), (rejected) => rejected)
        assert.ok(error instanceof NeonDbError, String(error))
        for (const [field, value] of Object.entries(expected)) {
          assert.equal(error[field], value, `${field} of ${expected.code} ${error.message}`)
        }
      }
      assert.equal(await balance('bob'), undefined)
      const error = await ask(raise).catch((rejected) => rejected)
      assert.match(error.where, /inline_code_block line 2/)
    })

    await t.test('who may come in', async () => {
      const enter = (changes) => neon(connection(changes))`select current_user as who, current_database() as place`
      const { username, pathname } = new URL(connectionString)
      const inside = [{ who: decodeURIComponent(username), place: decodeURIComponent(pathname.slice(1)) }]
      assert.deepEqual(await enter({}), inside)
      await assert.rejects(enter({ password: 'wrong' }), { code: '28P01', message: /^password authentication failed/ })
      await assert.rejects(enter({ username: 'nobody_here' }), (error) => /^28(000|P01)$/.test(error.code))
      await assert.rejects(enter({ pathname: '/nowhere' }), { code: '3D000' })
      assert.deepEqual(await enter({}), inside)
    })

    await t.test('VACUUM on its own', async () => {
      const done = await ask(`vacuum (analyze) ${bank}.accounts`, [], { fullResults: true })
      assert.deepEqual([done.command, done.rowCount], ['VACUUM', null])
      await assert.rejects(sql.transaction([ask(`vacuum ${bank}.accounts`)]), { code: '25001' })
    })

    await t.test('a read sees every write before it', async () => {
      await open('clock', 0)
      const seen = async (expected) => {
        for (let i = 0; i < 3; i++) {
          assert.equal(await balance('clock'), expected)
        }
      }
      for (let round = 1; round <= 10; round++) {
        await seen(`${round - 1}.00`)
        await (round % 2 === 0 ? move('clock', 1) : sql.transaction([ask('select 1'), move('clock', 1)]))
        await seen(`${round}.00`)
      }
      await ask(`with gone as (delete from ${bank}.accounts where owner = 'clock' returning 1) select * from gone`)
      await seen(undefined)
      await open('clock', 7)
      await seen('7.00')
      await ask(`alter table ${bank}.accounts alter balance type numeric(12,3)`)
      await seen('7.000')
    })

    await t.test('many at once, and much at once', async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => ask('select $1::int as i', [i])))
      assert.deepEqual(answers.map(([row]) => row.i), Array.from({ length: 30 }, (_, i) => i))
      const long = 'é"\\\n'.repeat(100_000)
      assert.equal((await ask('select $1::text as long', [long]))[0].long, long)
      const rows = await ask(`select i, repeat('x', 50) as filling from generate_series(1, 20000) i`)
      assert.equal(rows.length, 20_000)
      assert.deepEqual(rows.at(-1), { i: 20_000, filling: 'x'.repeat(50) })
    })

    await t.test('a request that is broken off does not disturb the next', async () => {
      const leaving = new AbortController()
      const asked = ask('select pg_sleep(20)', [], { fetchOptions: { signal: leaving.signal } })
      setTimeout(() => leaving.abort(), 100)
      await assert.rejects(asked)
      assert.deepEqual(await ask('select 1 as n'), [{ n: 1 }])
    })

    await t.test('a pool whose queries go by HTTP', async () => {
      neonConfig.poolQueryViaFetch = true
      const pool = new Pool({ connectionString })
      const { rows, rowCount } = await pool.query('select $1::int as n', [1])
      assert.deepEqual([rows, rowCount], [[{ n: 1 }], 1])
      assert.deepEqual((await pool.query({ text: 'select $1::text as t', values: ['x'], rowMode: 'array' })).rows, [['x']])
      assert.equal((await pool.query(`update ${bank}.accounts set balance = 9 where owner = $1`, ['ann'])).rowCount, 1)
      assert.deepEqual((await pool.query(`select balance = 9 as nine from ${bank}.accounts where owner = 'ann'`)).rows, [
        { nine: true },
      ])
      await assert.rejects(pool.query('selec 1'), { code: '42601', position: '1' })
      await pool.end()
    })
  })
}
