// A depot that is written with Kysely.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { neon, neonConfig } from '@neondatabase/serverless'
import { Kysely, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import { Migrator } from 'kysely/migration'
import { NeonDialect } from 'kysely-neon'
import { connection, connectionString, endpoint } from './sql.js'

neonConfig.fetchEndpoint = endpoint
const open = (url) => new Kysely({ dialect: new NeonDialect({ neon: neon(url) }) })
const plain = open(connectionString)
const db = plain.withSchema('depot')

const migrations = {
  async '1_tables'(plain) {
    const schema = plain.schema.withSchema('depot')
    await schema.createType('size').asEnum(['small', 'very large']).execute()
    await schema
      .createTable('shelves')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('name', 'varchar(30)', (column) => column.notNull())
      .addUniqueConstraint('one_name', ['name'])
      .execute()
    await schema
      .createTable('boxes')
      .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
      .addColumn('shelf_id', 'integer', (column) => column.references('depot.shelves.id').onDelete('cascade'))
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('size', sql`depot.size`)
      .addColumn('pieces', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('serial', 'bigint')
      .addColumn('price', sql`numeric(10,2)`)
      .addColumn('fragile', 'boolean')
      .addColumn('notes', 'jsonb')
      .addColumn('kept', 'json')
      .addColumn('tags', sql`text[]`)
      .addColumn('photo', 'bytea')
      .addColumn('arrived', 'timestamptz')
      .addColumn('best_before', 'date')
      .addColumn('turnover', sql`interval`)
      .addCheckConstraint('some_pieces', sql`pieces >= 0`)
      .execute()
  },
  async '2_index'(plain) {
    await plain.schema.withSchema('depot').createIndex('by_shelf').on('boxes').column('shelf_id').execute()
    await sql`comment on table depot.boxes is 'What is in the depot'`.execute(plain)
  },
}
const migrator = new Migrator({
  db: plain,
  migrationTableSchema: 'depot',
  provider: {
    getMigrations: async () =>
      Object.fromEntries(Object.entries(migrations).map(([name, up]) => [name, { up }])),
  },
})

before(async () => {
  await plain.schema.dropSchema('depot').ifExists().cascade().execute()
  const { error, results } = await migrator.migrateToLatest()
  assert.ifError(error)
  assert.deepEqual(results.map((result) => result.status), ['Success', 'Success'])
  assert.deepEqual((await migrator.migrateToLatest()).results, [])
})

const shelf = async (name) =>
  (await db.insertInto('shelves').values({ name }).returning('id').executeTakeFirstOrThrow()).id

test('a box from its first day to its last', async () => {
  const shelf_id = await shelf('daily')
  const made = await db.insertInto('boxes').values({ shelf_id, label: `It's "new" 🦄` }).returningAll().executeTakeFirst()
  assert.equal(made.pieces, 0)
  const found = () => db.selectFrom('boxes').selectAll().where('id', '=', made.id).execute()
  assert.deepEqual(await found(), [made])

  const changed = await db
    .updateTable('boxes').set((eb) => ({ pieces: eb('pieces', '+', 5) })).where('id', '=', made.id).executeTakeFirst()
  assert.equal(changed.numUpdatedRows, 1n)
  assert.deepEqual(await found(), [{ ...made, pieces: 5 }])

  const inserted = await db.insertInto('boxes').values([{ label: 'a' }, { label: 'b' }]).executeTakeFirst()
  assert.equal(inserted.numInsertedOrUpdatedRows, 2n)
  const merged = await db
    .insertInto('boxes').values({ id: made.id, label: 'again' })
    .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ label: eb.ref('excluded.label') })))
    .returning('label').execute()
  assert.deepEqual(merged, [{ label: 'again' }])
  const ignored = await db
    .insertInto('boxes').values({ id: made.id, label: 'x' }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  assert.equal(ignored.numInsertedOrUpdatedRows, 0n)

  const gone = await db.deleteFrom('boxes').where('label', 'in', ['a', 'b', 'again']).executeTakeFirst()
  assert.equal(gone.numDeletedRows, 3n)
  assert.deepEqual(await found(), [])
})

test('values of every type', async () => {
  const given = {
    label: `'single' "double" \\back\\ {curly} é 漢字 🦄 \t\n $1`,
    size: 'very large', pieces: 2147483647, serial: '9007199254740993', price: '12345678.50', fragile: false,
    notes: { b: [1, 2.5, null, true, 'é"'], a: {} }, kept: { b: 1, a: 2 }, tags: ['', 'null', null, 'a,b', '"q"', '\\'],
    photo: Buffer.from([0, 1, 39, 92, 255]), arrived: new Date('2024-02-29T12:34:56.789Z'),
    best_before: new Date(2024, 1, 29), shelf_id: null,
  }
  const made = await db
    .insertInto('boxes').values({ ...given, best_before: '2024-02-29', turnover: '1 day 02:00' })
    .returningAll().executeTakeFirst()
  const { turnover, ...read } = await db.selectFrom('boxes').selectAll().where('id', '=', made.id).executeTakeFirst()
  assert.deepEqual(read, { ...given, id: made.id })
  assert.equal(turnover.toPostgres(), '2 hours 1 days')
  const key = await db.selectFrom('boxes').select('id')
    .where('serial', '=', given.serial).where('arrived', '=', given.arrived).where('notes', '@>', { a: {} }).execute()
  assert.deepEqual(key, [{ id: made.id }])
  await db.deleteFrom('boxes').where('id', '=', made.id).execute()
})

test('shelves with what is on them', async () => {
  const [left, right] = [await shelf('left'), await shelf('right')]
  await db.insertInto('boxes').values([
    { shelf_id: left, label: 'tea', pieces: 3 }, { shelf_id: left, label: 'salt', pieces: 1 }]).execute()
  const nested = await db
    .selectFrom('shelves').where('shelves.id', 'in', [left, right]).orderBy('shelves.id')
    .select((eb) => ['name', jsonArrayFrom(
      eb.selectFrom('boxes').select(['label', 'pieces']).whereRef('boxes.shelf_id', '=', 'shelves.id').orderBy('label'),
    ).as('boxes')]).execute()
  assert.deepEqual(nested, [
    { name: 'left', boxes: [{ label: 'salt', pieces: 1 }, { label: 'tea', pieces: 3 }] }, { name: 'right', boxes: [] }])
  const up = await db
    .selectFrom('boxes').where('label', '=', 'tea')
    .select((eb) => ['label', jsonObjectFrom(
      eb.selectFrom('shelves').select('name').whereRef('shelves.id', '=', 'boxes.shelf_id')).as('shelf')]).execute()
  assert.deepEqual(up, [{ label: 'tea', shelf: { name: 'left' } }])
  const sums = await db
    .selectFrom('shelves').leftJoin('boxes', 'boxes.shelf_id', 'shelves.id').where('shelves.id', 'in', [left, right])
    .groupBy('shelves.name').orderBy('shelves.name')
    .select(({ fn }) => ['shelves.name', fn.sum('pieces').as('pieces'), fn.count('boxes.id').as('boxes')]).execute()
  assert.deepEqual(sums, [{ name: 'left', pieces: '4', boxes: '2' }, { name: 'right', pieces: null, boxes: '0' }])
  const moved = await db
    .with('moved', (cte) => cte.updateTable('boxes').set({ shelf_id: right }).where('shelf_id', '=', left).returning('label'))
    .selectFrom('moved').select('label').orderBy('label').execute()
  assert.deepEqual(moved, [{ label: 'salt' }, { label: 'tea' }])
  const merged = await db
    .mergeInto('boxes').using('shelves', 'shelves.id', 'boxes.shelf_id')
    .whenMatched().thenUpdateSet({ pieces: 7 }).executeTakeFirst()
  assert.equal(merged.numChangedRows, 2n)
  await db.deleteFrom('shelves').where('id', 'in', [left, right]).execute()
  assert.deepEqual(await db.selectFrom('boxes').selectAll().execute(), [])
})

test('statements of one\'s own', async () => {
  const { rows } = await sql`select ${7}::int as n, ${'é'} as t, ${null}::text as nothing`.execute(db)
  assert.deepEqual(rows, [{ n: 7, t: 'é', nothing: null }])
  const ids = await sql`select id from ${sql.table('depot.shelves')} where ${sql.ref('name')} = ${'nowhere'}`.execute(db)
  assert.deepEqual(ids.rows, [])
  await sql`vacuum depot.shelves`.execute(db)
  const plan = await db.selectFrom('shelves').selectAll().where('name', '=', 'x').explain()
  assert.match(plan[0]['QUERY PLAN'], /Scan/)
})

test('what there is in the database', async () => {
  const tables = await plain.introspection.getTables()
  const boxes = tables.find((table) => table.schema === 'depot' && table.name === 'boxes')
  assert.equal(boxes.columns.length, 15)
  const { dataType, hasDefaultValue, isNullable } = boxes.columns.find((column) => column.name === 'pieces')
  assert.deepEqual([dataType, hasDefaultValue, isNullable], ['int4', true, false])
  assert.ok((await plain.introspection.getSchemas()).some(({ name }) => name === 'depot'))
})

test('a read sees every write before it', async () => {
  const { id } = await db.insertInto('boxes').values({ label: 'counted' }).returning('id').executeTakeFirst()
  const seen = async () => (await db.selectFrom('boxes').select('pieces').where('id', '=', id).executeTakeFirst())?.pieces
  for (let i = 0; i < 5; i++) {
    assert.deepEqual([await seen(), await seen(), await seen()], [i, i, i])
    await db.updateTable('boxes').set({ pieces: i + 1 }).where('id', '=', id).execute()
  }
  await plain.schema.alterTable('depot.boxes').renameColumn('pieces', 'amount').execute()
  await assert.rejects(seen(), { code: '42703' })
  await plain.schema.alterTable('depot.boxes').renameColumn('amount', 'pieces').execute()
  assert.equal(await seen(), 5)
  await db.deleteFrom('boxes').where('id', '=', id).execute()
  assert.equal(await seen(), undefined)
})

test('errors say what is wrong', async () => {
  await shelf('twice')
  const box = (values) => db.insertInto('boxes').values({ label: 'x', ...values }).execute()
  const cases = [
    [() => shelf('twice'), { code: '23505', constraint: 'one_name', detail: 'Key (name)=(twice) already exists.' }],
    [() => box({ shelf_id: -1 }), { code: '23503', table: 'boxes', schema: 'depot' }],
    [() => box({ pieces: -1 }), { code: '23514', constraint: 'some_pieces' }],
    [() => box({ label: null }), { code: '23502', column: 'label' }],
    [() => box({ size: 'huge' }), { code: '22P02' }],
    [() => sql`selec 1`.execute(db), { code: '42601', position: '1' }],
    [() => sql`select 1; select 2`.execute(db), { code: '42601' }],
    [() => db.selectFrom('nothing').selectAll().execute(), { code: '42P01', position: '15' }],
    [() => sql`select 1`.execute(open(connection({ password: 'wrong' }))), { code: '28P01' }],
  ]
  for (const [ask, expected] of cases) {
    await assert.rejects(ask, expected)
  }
  await assert.rejects(db.transaction().execute(async () => {}), /interactive transactions/)
})
