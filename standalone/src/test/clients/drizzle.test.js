// A help desk that is written with Drizzle.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { before, test } from 'node:test'
import { neon, neonConfig } from '@neondatabase/serverless'
import { and, arrayContains, avg, count, desc, eq, gt, ilike, inArray, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { migrate } from 'drizzle-orm/neon-http/migrator'
import * as schema from './desk.js'
import { connection, connectionString, endpoint } from './sql.js'

neonConfig.fetchEndpoint = endpoint
const { agents, comments, migrations, tickets } = schema
const db = drizzle(connectionString, { schema })

before(async () => {
  await db.execute(sql`drop schema if exists desk cascade`)
  await db.execute(sql`create schema desk`)
  const migrationsFolder = await migrations()
  for (let i = 0; i < 2; i++) {
    await migrate(db, { migrationsFolder, migrationsSchema: 'desk' })
  }
  await rm(migrationsFolder, { recursive: true })
  await db.insert(agents).values([{ name: 'Ann', mail: 'ann@desk' }, { name: 'Bob', mail: 'bob@desk', bossId: 1 }])
})

test('a ticket from its first day to its last', async () => {
  const [made] = await db.insert(tickets).values({ title: `It's "broken" 🦄`, agentId: 1, labels: ['a,b', ''] }).returning()
  assert.equal(made.state, 'open')
  assert.ok(Math.abs(made.opened.getTime() - Date.now()) < 60_000)
  const found = () => db.select().from(tickets).where(eq(tickets.id, made.id))
  assert.deepEqual(await found(), [made])

  const changed = await db
    .update(tickets).set({ state: 'closed for good', urgent: true }).where(eq(tickets.id, made.id))
    .returning({ state: tickets.state })
  assert.deepEqual(changed, [{ state: 'closed for good' }])
  assert.deepEqual(await found(), [{ ...made, state: 'closed for good', urgent: true }])

  const again = await db
    .insert(tickets).values({ id: made.id, title: 'other' })
    .onConflictDoUpdate({ target: tickets.id, set: { title: sql`excluded.title || '!'` } })
    .returning({ title: tickets.title })
  assert.deepEqual(again, [{ title: 'other!' }])

  const gone = await db.delete(tickets).where(eq(tickets.id, made.id))
  assert.equal(gone.rowCount, 1)
  assert.deepEqual(await found(), [])
})

test('values of every type', async () => {
  const given = {
    title: `'single' "double" \\back\\ {curly} é 漢字 🦄 \t\n $1`,
    state: 'waiting',
    labels: ['', 'null', 'a,b', '"q"', '\\'],
    details: { b: [1, 2.5, null, true, 'é"'], a: {} },
    source: [1, { z: 1, a: 2 }],
    urgent: true,
    price: '12345678.50',
    weight: 9007199254740993n,
    views: 9007199254740991,
    score: 0.30000000000000004,
    opened: new Date('2024-02-29T12:34:56.789Z'),
    written: '2024-02-29 12:34:56.789123+00',
    local: new Date('2024-02-29T12:34:56.789Z'),
    due: '2024-02-29',
    hour: '23:59:59.999999',
    effort: '1 year 2 mons 3 days 04:05:06',
    steps: [1, -2, 2147483647],
    attachment: Buffer.from([0, 1, 39, 92, 255]),
  }
  const [made] = await db.insert(tickets).values(given).returning()
  const [read] = await db.select().from(tickets).where(eq(tickets.id, made.id))
  assert.deepEqual(read, made)
  assert.deepEqual(read, { ...given, id: made.id, agentId: null })
  for (const [column, value] of [[tickets.weight, given.weight], [tickets.opened, given.opened], [tickets.price, '12345678.5']]) {
    assert.deepEqual(await db.select({ id: tickets.id }).from(tickets).where(eq(column, value)), [{ id: made.id }])
  }
  await db.delete(tickets).where(eq(tickets.id, made.id))
})

test('lists, joins and sums', async () => {
  const rows = ['one', 'two', 'three'].map((title, i) =>
    ({ title, agentId: 1 + (i % 2), price: `${i + 1}.5`, labels: ['list', title] }))
  const made = await db.insert(tickets).values(rows).returning({ id: tickets.id })
  const listed = arrayContains(tickets.labels, ['list'])
  const page = await db
    .select({ title: tickets.title, agent: agents.name }).from(tickets)
    .innerJoin(agents, eq(agents.id, tickets.agentId)).where(listed)
    .orderBy(desc(tickets.price)).limit(2)
  assert.deepEqual(page, [{ title: 'three', agent: 'Ann' }, { title: 'two', agent: 'Bob' }])
  const sums = await db
    .select({ agent: agents.name, tickets: count(tickets.id), price: avg(tickets.price) }).from(agents)
    .leftJoin(tickets, and(eq(agents.id, tickets.agentId), listed))
    .groupBy(agents.name).having(gt(count(tickets.id), 0)).orderBy(agents.name)
  assert.deepEqual(sums.map(({ agent, tickets, price }) => [agent, tickets, Number(price)]), [['Ann', 2, 2.5], ['Bob', 1, 2.5]])
  assert.equal(await db.$count(tickets, listed), 3)
  const dear = db.$with('dear').as(db.select().from(tickets).where(and(listed, gt(tickets.price, '2'))))
  assert.equal((await db.with(dear).select().from(dear)).length, 2)
  const both = await db.select({ t: tickets.title }).from(tickets).where(and(listed, ilike(tickets.title, 'T%')))
    .union(db.select({ t: agents.name }).from(agents).where(isNull(agents.bossId)))
  assert.deepEqual(both.map((row) => row.t).sort(), ['Ann', 'three', 'two'])
  await db.delete(tickets).where(inArray(tickets.id, made.map((row) => row.id)))
})

test('relations', async () => {
  const [ticket] = await db.insert(tickets).values({ title: 'related', agentId: 2 }).returning()
  await db.insert(comments).values(['first', 'second', 'third'].map((body) => ({ ticketId: ticket.id, body })))
  const found = await db.query.tickets.findFirst({
    columns: { title: true, opened: true },
    where: eq(tickets.id, ticket.id),
    with: {
      agent: { columns: { name: true }, with: { boss: { columns: { name: true } } } },
      comments: { columns: { body: true }, orderBy: desc(comments.id), limit: 2 },
    },
  })
  assert.deepEqual(found, {
    title: 'related', opened: ticket.opened, agent: { name: 'Bob', boss: { name: 'Ann' } },
    comments: [{ body: 'third' }, { body: 'second' }],
  })
  const everybody = await db.query.agents.findMany({ with: { tickets: true }, orderBy: agents.id })
  assert.deepEqual(everybody.map((agent) => agent.tickets.length), [0, 1])
  assert.equal(await db.query.tickets.findFirst({ where: eq(tickets.title, 'not there') }), undefined)
  await db.delete(tickets).where(eq(tickets.id, ticket.id))
  assert.deepEqual(await db.query.comments.findMany(), [])
})

test('a batch is one transaction', async () => {
  const [, [made], changed, list, related, raw] = await db.batch([
    db.insert(agents).values({ name: 'Cid', mail: 'cid@desk' }),
    db.insert(tickets).values({ title: 'batched' }).returning({ id: tickets.id }),
    db.update(tickets).set({ price: '1' }).where(eq(tickets.title, 'batched')),
    db.select({ price: tickets.price }).from(tickets).where(eq(tickets.title, 'batched')),
    db.query.agents.findMany({ columns: { name: true }, where: eq(agents.mail, 'cid@desk') }),
    db.execute(sql`select 1 as one`),
  ])
  assert.equal(changed.rowCount, 1)
  assert.deepEqual([list, related, raw.rows[0].one], [[{ price: '1.00' }], [{ name: 'Cid' }], 1])
  const broken = db.batch([
    db.delete(tickets).where(eq(tickets.id, made.id)),
    db.insert(agents).values({ name: 'Cid', mail: 'cid@desk' }),
  ])
  await assert.rejects(broken, (error) => (error.cause ?? error).code === '23505')
  assert.equal(await db.$count(tickets, eq(tickets.id, made.id)), 1)
  await db.batch([db.delete(tickets).where(eq(tickets.id, made.id)), db.delete(agents).where(eq(agents.name, 'Cid'))])
  await assert.rejects(db.transaction(async () => {}), /No transactions support/)
})

test('statements of one\'s own', async () => {
  const { rows, rowCount, fields } = await db.execute(sql`select ${1}::int as n, ${'x'} as t, now()::date = current_date as today`)
  assert.deepEqual([rows, rowCount, fields.length], [[{ n: 1, t: 'x', today: true }], 1, 3])
  const byMail = db.select({ name: agents.name }).from(agents).where(eq(agents.mail, sql.placeholder('mail'))).prepare('by_mail')
  for (const [mail, name] of [['ann@desk', 'Ann'], ['bob@desk', 'Bob'], ['ann@desk', 'Ann']]) {
    assert.deepEqual(await byMail.execute({ mail }), [{ name }])
  }
  assert.equal((await db.execute(sql`vacuum desk.comments`)).command, 'VACUUM')
})

test('a read sees every write before it', async () => {
  const [{ id }] = await db.insert(tickets).values({ title: 'counted', views: 0 }).returning({ id: tickets.id })
  const seen = async () => [
    (await db.select({ views: tickets.views }).from(tickets).where(eq(tickets.id, id)))[0]?.views,
    (await db.query.tickets.findFirst({ where: eq(tickets.id, id), with: { comments: true } }))?.comments.length,
  ]
  for (let i = 0; i < 5; i++) {
    assert.deepEqual([await seen(), await seen()], [[i, i], [i, i]])
    await db.update(tickets).set({ views: sql`${tickets.views} + 1` }).where(eq(tickets.id, id))
    await db.insert(comments).values({ ticketId: id, body: 'seen' })
  }
  await db.delete(tickets).where(eq(tickets.id, id))
  assert.deepEqual(await seen(), [undefined, undefined])
})

test('errors say what is wrong', async () => {
  const other = drizzle({ client: neon(connection({ pathname: '/nowhere' })) })
  const cases = [
    [db.insert(agents).values({ name: 'Ann', mail: 'ann@desk' }),
      { code: '23505', constraint: 'one_mail', detail: 'Key (mail)=(ann@desk) already exists.', table: 'agents', schema: 'desk' }],
    [db.insert(tickets).values({ title: 'x', agentId: 99 }), { code: '23503', constraint: 'of_agent' }],
    [db.insert(tickets).values({ title: sql`null` }), { code: '23502', column: 'title' }],
    [db.insert(tickets).values({ title: 'x', state: 'lost' }), { code: '22P02' }],
    [db.execute(sql`select 1 frm x`), { code: '42601', position: '14' }],
    [db.execute(sql`select 1; select 2`), { code: '42601' }],
    [other.select().from(agents), { code: '3D000' }],
  ]
  for (const [asked, expected] of cases) {
    const error = await asked.then(() => assert.fail(`not refused: ${expected.code}`), (rejected) => rejected.cause ?? rejected)
    for (const [field, value] of Object.entries(expected)) {
      assert.equal(error[field], value, `${field} of ${expected.code} ${error.message}`)
    }
  }
})
