// A library that is written with Prisma; its client is generated from schema.prisma.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { neon, neonConfig } from '@neondatabase/serverless'
import { PrismaNeonHttp } from '@prisma/adapter-neon'
import client from './generated/index.js'
import { build, connection, connectionString, endpoint } from './sql.js'

neonConfig.fetchEndpoint = endpoint
const { Prisma, PrismaClient } = client
const open = (url) => new PrismaClient({ adapter: new PrismaNeonHttp(url, {}) })
const db = open(connectionString)

before(async () => {
  await build(neon(connectionString), 'library', [
    `create type library.genre as enum ('novel', 'long essay')`,
    `create table library.authors (id serial primary key, name text not null, mail text)`,
    `create unique index one_mail on library.authors (mail)`,
    `create table library.books (
      id uuid primary key default gen_random_uuid(), title text not null,
      author_id int constraint of_author references library.authors on delete cascade,
      genre library.genre not null default 'novel', tags text[], years int[], facts jsonb, kept json,
      copies bigint not null default 0, price numeric(10,2), rating float8, lent bool not null default false, cover bytea,
      bought timestamptz(3) not null default current_timestamp, written timestamp(3), day date, hour time(3))`,
    `create table library.shops (id serial primary key, name text not null)`,
    `create table library."_BookToShop" ("A" uuid not null references library.books on delete cascade,
      "B" int not null references library.shops on delete cascade, primary key ("A", "B"))`,
  ])
})

test('a book from its first day to its last', async () => {
  const made = await db.book.create({ data: { title: `It's "new" 🦄` } })
  assert.equal(made.genre, 'novel')
  assert.ok(Math.abs(made.bought.getTime() - Date.now()) < 60_000)
  const where = { id: made.id }
  assert.deepEqual(await db.book.findUnique({ where }), made)
  assert.deepEqual(await db.book.update({ where, data: { copies: { increment: 2 }, lent: true } }), {
    ...made, copies: 2n, lent: true,
  })
  // one statement, since what is looked for is what would be made
  const merged = await db.book.upsert({ where, create: { ...where, title: 'x' }, update: { title: 'Again' } })
  assert.equal(merged.title, 'Again')
  assert.equal((await db.book.delete({ where })).title, 'Again')
  assert.equal(await db.book.findUnique({ where }), null)
})

test('values of every type', async () => {
  const data = {
    title: `'single' "double" \\back\\ {curly} é 漢字 🦄 \t\n $1`, authorId: null, genre: 'essay',
    tags: ['', 'null', 'a,b', '"q"', '\\'], years: [1, -2, 2147483647],
    facts: { a: {}, b: [1, 2.5, null, true, 'é"'] }, kept: { b: 1, a: [] },
    copies: 9007199254740993n, price: new Prisma.Decimal('12345678.50'), rating: 0.30000000000000004, lent: true,
    cover: Uint8Array.from([0, 1, 39, 92, 255]), bought: new Date('2024-02-29T12:34:56.789Z'),
    written: new Date('2024-02-29T12:34:56.789Z'), day: new Date('2024-02-29T00:00:00Z'),
    hour: new Date('1970-01-01T23:59:59.999Z'),
  }
  const made = await db.book.create({ data })
  const read = await db.book.findUniqueOrThrow({ where: { id: made.id } })
  assert.deepEqual(read, made)
  assert.ok(read.price.equals(data.price))
  assert.deepEqual(Uint8Array.from(read.cover), data.cover)
  assert.deepEqual({ ...read, price: 0, cover: 0 }, { ...data, id: made.id, price: 0, cover: 0 })
  const { copies, bought, day, price, facts } = data
  for (const where of [{ copies }, { bought }, { day }, { price }, { tags: { has: 'a,b' } }, { facts: { equals: facts } },
    { facts: { path: ['b', '0'], equals: 1 } }, { title: { contains: 'é 漢' } }, { genre: 'essay' }]) {
    assert.equal(await db.book.count({ where }), 1, Object.keys(where)[0])
  }
  await db.book.delete({ where: { id: made.id } })
})

test('authors with their books', async () => {
  const names = ['Ada', 'Ben', 'Cyd']
  const authors = await db.author.createManyAndReturn({ data: names.map((name) => ({ name, mail: `${name}@library` })) })
  const [ada, ben] = authors
  const { count } = await db.book.createMany({ data: [
    { title: 'One', authorId: ada.id, price: 1.5, tags: ['x'] }, { title: 'Two', authorId: ada.id, price: 3 },
    { title: 'Three', authorId: ben.id }] })
  assert.equal(count, 3)

  const found = await db.author.findMany({
    where: { books: { some: { price: { gt: 1 } } } }, include: { books: { orderBy: { title: 'desc' }, take: 1 } } })
  assert.deepEqual(found.map(({ name, books }) => [name, books.map((book) => book.title)]), [['Ada', ['Two']]])
  const page = await db.book.findMany({
    select: { title: true, author: { select: { name: true } } }, orderBy: [{ author: { name: 'desc' } }, { title: 'asc' }],
    skip: 1, take: 2 })
  assert.deepEqual(page, [{ title: 'One', author: { name: 'Ada' } }, { title: 'Two', author: { name: 'Ada' } }])
  const counted = await db.author.findMany({ select: { name: true, _count: { select: { books: true } } }, orderBy: { id: 'asc' } })
  assert.deepEqual(counted.map(({ name, _count }) => [name, _count.books]), [['Ada', 2], ['Ben', 1], ['Cyd', 0]])

  const sums = await db.book.aggregate({ _count: true, _sum: { price: true }, _max: { title: true } })
  assert.deepEqual([sums._count, String(sums._sum.price), sums._max.title], [3, '4.5', 'Two'])
  const groups = await db.book.groupBy({ by: ['authorId'], _count: { _all: true }, orderBy: { authorId: 'asc' } })
  assert.deepEqual(groups.map((group) => group._count._all), [2, 1])

  assert.deepEqual(await db.book.updateMany({ where: { authorId: ada.id }, data: { rating: 4.5 } }), { count: 2 })
  assert.deepEqual(await db.author.deleteMany({}), { count: 3 })
  assert.equal(await db.book.count(), 0)
})

test('books and the shops that have them', async () => {
  const shop = await db.shop.create({ data: { name: 'Corner' } })
  const book = await db.book.create({ data: { title: 'Sold' } })
  await db.$executeRaw`insert into library."_BookToShop" values (${book.id}::uuid, ${shop.id})`
  const found = await db.book.findMany({ where: { shops: { some: { name: 'Corner' } } }, include: { shops: true } })
  assert.deepEqual(found, [{ ...book, shops: [shop] }])
  await db.shop.delete({ where: { id: shop.id } })
  assert.deepEqual(await db.book.findUnique({ where: { id: book.id }, select: { shops: true } }), { shops: [] })
  await db.book.delete({ where: { id: book.id } })
})

test('statements of one\'s own', async () => {
  const word = `O'Hara`
  assert.deepEqual(await db.$queryRaw`select ${word} as word, ${41}::int + 1 as n, 9007199254740993 as big, null as nothing`, [
    { word, n: 42, big: 9007199254740993n, nothing: null },
  ])
  const [row] = await db.$queryRaw`select '2024-07-01 12:00+02'::timestamptz as instant, 1.50::numeric as exact,
    true as yes, '{"k": [1]}'::jsonb as object, array['a', 'b c'] as list`
  assert.deepEqual({ ...row, exact: String(row.exact) }, {
    instant: new Date('2024-07-01T10:00:00Z'), exact: '1.5', yes: true, object: { k: [1] }, list: ['a', 'b c'],
  })
  await db.author.createMany({ data: [{ name: 'raw' }, { name: 'raw' }] })
  assert.equal(await db.$executeRaw`update library.authors set name = 'done' where name = ${'raw'}`, 2)
  assert.equal(await db.$executeRawUnsafe('delete from library.authors where name = $1', 'done'), 2)
  await db.$executeRaw`vacuum library.authors`
})

test('a read sees every write before it', async () => {
  const { id } = await db.author.create({ data: { name: 'counted' } })
  const seen = async () => (await db.author.findUnique({ where: { id }, include: { books: true } }))?.books.length
  for (let i = 0; i < 5; i++) {
    assert.deepEqual([await seen(), await seen(), await db.book.count({ where: { authorId: id } })], [i, i, i])
    await db.book.create({ data: { title: `no. ${i}`, authorId: id } })
  }
  await db.author.delete({ where: { id } })
  assert.deepEqual([await seen(), await db.book.count({ where: { authorId: id } })], [undefined, 0])
})

test('errors say what is wrong', async () => {
  await db.author.create({ data: { name: 'Eve', mail: 'eve@library' } })
  const cases = [
    [() => db.author.create({ data: { name: 'Eva', mail: 'eve@library' } }), { code: '23505' }],
    [() => db.book.create({ data: { title: 'x', authorId: -1 } }), { code: '23503' }],
    [() => db.$queryRaw`select * from library.nothing`, { code: '42P01' }],
    [() => db.$queryRaw`selec 1`, { code: '42601' }],
    [() => db.$queryRaw`select 1; select 2`, { code: '42601' }],
    [() => db.book.findUniqueOrThrow({ where: { id: '6f1d0d7c-9a53-4b9f-8d2e-3f0f6c1b2a90' } }), { code: 'P2025' }],
    [() => open(connection({ password: 'wrong' })).author.count(), { code: '28P01' }],
  ]
  for (const [ask, expected] of cases) {
    await assert.rejects(ask, expected)
  }
  await assert.rejects(db.$transaction([db.author.count(), db.author.count()]), /not supported in HTTP mode/)
})
