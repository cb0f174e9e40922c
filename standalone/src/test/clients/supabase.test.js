// A shop that is written with supabase-js.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'
import { signIn, url } from './session.js'

const options = {
  auth: { persistSession: false, autoRefreshToken: false },
  // Node.js has a WebSocket of its own only from 22 on
  realtime: { transport: ws },
}
const shop = (token) => createClient(url, token, options)
const visitor = createClient(url, signIn('nobody', { role: process.env.TWINLANE_ANON }), options)
const ann = shop(signIn('ann'))
const bob = shop(signIn('bob'))

/** The data of an answer that must be one. */
function data({ data, error }) {
  assert.equal(error, null)
  return data
}

test('the catalogue, page by page, with how much there is', async () => {
  const { data: page, count, status, error } = await visitor
    .from('products')
    .select('name, price, category:categories(name)', { count: 'exact' })
    .order('price', { ascending: false })
    .range(0, 1)
  assert.equal(error, null)
  assert.equal(status, 206)
  assert.equal(count, 4)
  assert.deepEqual(page, [
    { name: 'Sidamo', price: 9.9, category: { name: 'Coffee' } },
    { name: 'Santos', price: 8, category: { name: 'Coffee' } },
  ])
})

test('counts without rows', async () => {
  for (const count of ['exact', 'planned', 'estimated']) {
    const answer = await visitor.from('products').select('*', { count, head: true })
    assert.equal(answer.error, null)
    assert.equal(answer.data, null)
    assert.ok(answer.count > 0, count)
  }
})

test('categories with what is in them, and those with nothing', async () => {
  const full = data(
    await visitor.from('categories').select('name, products!inner(name)').gt('products.price', 9).order('name'))
  assert.deepEqual(full, [{ name: 'Coffee', products: [{ name: 'Sidamo' }] }])
  const empty = data(await visitor.from('categories').select('name, products()').is('products', null))
  assert.deepEqual(empty, [{ name: 'Empty' }])
  const limited = data(
    await visitor
      .from('categories')
      .select('name, products(name)')
      .eq('name', 'Tea')
      .order('name', { referencedTable: 'products', ascending: false })
      .limit(1, { referencedTable: 'products' }))
  assert.deepEqual(limited, [{ name: 'Tea', products: [{ name: 'Sencha' }] }])
})

test('filters of all kinds', async () => {
  const names = async (filter) => data(await filter(visitor.from('products').select('name')).order('name'))
    .map((product) => product.name)
  assert.deepEqual(await names((q) => q.eq('name', 'Assam')), ['Assam'])
  assert.deepEqual(await names((q) => q.ilike('name', 'S%')), ['Santos', 'Sencha', 'Sidamo'])
  assert.deepEqual(await names((q) => q.in('name', ['Assam', 'Sencha', 'a (b), c'])), ['Assam', 'Sencha'])
  assert.deepEqual(await names((q) => q.contains('labels', ['fine'])), ['Sencha', 'Sidamo'])
  assert.deepEqual(await names((q) => q.overlaps('labels', ['black', 'green'])), ['Assam', 'Sencha'])
  assert.deepEqual(await names((q) => q.contains('details', { origin: 'Japan' })), ['Sencha'])
  assert.deepEqual(await names((q) => q.eq('details->>origin', 'India')), ['Assam'])
  assert.deepEqual(await names((q) => q.or('stock.eq.0,and(price.lt.5,stock.gte.10)')), ['Assam', 'Santos'])
  assert.deepEqual(await names((q) => q.not('category_id', 'eq', 1)), ['Santos', 'Sidamo'])
  assert.deepEqual(await names((q) => q.match({ stock: 5, category_id: 1 })), ['Sencha'])
  assert.deepEqual(await names((q) => q.filter('stock', 'gt', 3)), ['Assam', 'Sencha'])
  assert.deepEqual(await names((q) => q.textSearch('name', 'santos', { config: 'simple' })), ['Santos'])
})

test('one product, none, and too many', async () => {
  const one = data(await visitor.from('products').select('name').eq('id', 1).single())
  assert.deepEqual(one, { name: 'Assam' })
  assert.equal(data(await visitor.from('products').select().eq('id', 99).maybeSingle()), null)
  const many = await visitor.from('products').select().single()
  assert.equal(many.status, 406)
  assert.equal(many.error.code, 'PGRST116')
})

test('members see their own purchases, also when the answer was remembered', async () => {
  for (let i = 0; i < 3; i++) {
    for (const [client, who] of [[ann, 'ann'], [bob, 'bob']]) {
      const purchases = data(await client.from('purchases').select('owner, purchase_lines(amount, products(name))'))
      assert.deepEqual(purchases.map((purchase) => purchase.owner), [who])
      assert.ok(purchases[0].purchase_lines.every((line) => line.products.name))
    }
  }
})

test('a product from its first day to its last', async () => {
  const made = data(
    await ann.from('products').insert({ name: 'Rooibos', price: 3.1, labels: ['red'] }).select().single())
  assert.equal(made.stock, 0)
  const seen = async () => data(await visitor.from('products').select('price, stock').eq('id', made.id))
  assert.deepEqual(await seen(), [{ price: 3.1, stock: 0 }])

  data(await ann.from('products').update({ price: 3.3 }).eq('id', made.id))
  assert.deepEqual(await seen(), [{ price: 3.3, stock: 0 }])

  const merged = data(
    await ann.from('products').upsert({ id: made.id, name: 'Rooibos', price: 3.5 }).select('price').single())
  assert.deepEqual(merged, { price: 3.5 })

  const gone = data(await ann.from('products').delete().eq('id', made.id).select('name'))
  assert.deepEqual(gone, [{ name: 'Rooibos' }])
  assert.deepEqual(await seen(), [])
})

test('many at once, with what is missing left to the table', async () => {
  const { status, count, error } = await ann
    .from('categories')
    .insert([{ name: 'Cups' }, { name: 'Pots' }], { count: 'exact' })
  assert.equal(error, null)
  assert.equal(status, 201)
  assert.equal(count, 2)
  const again = data(
    await ann
      .from('categories')
      .upsert([{ name: 'Cups' }, { name: 'Lids' }], { onConflict: 'name', ignoreDuplicates: true })
      .select('name'))
  assert.deepEqual(again, [{ name: 'Lids' }])
  const { count: removed } = await ann
    .from('categories')
    .delete({ count: 'exact' })
    .in('name', ['Cups', 'Pots', 'Lids'])
  assert.equal(removed, 3)
})

test('functions', async () => {
  assert.equal(data(await ann.rpc('whoami')), 'ann')
  const cheap = data(await visitor.rpc('cheaper_than', { top: 7 }).select('name').order('name'))
  assert.deepEqual(cheap, [{ name: 'Assam' }, { name: 'Sencha' }])
  assert.equal(data(await visitor.rpc('cheaper_than', { top: 5 }, { get: true }).select('name').single()).name, 'Assam')
  const before = data(await visitor.from('products').select('stock').eq('id', 3).single()).stock
  assert.equal(data(await ann.rpc('restock', { product: 3 })), before + 10)
  assert.equal(data(await visitor.from('products').select('stock').eq('id', 3).single()).stock, before + 10)
})

test('errors say what is wrong', async () => {
  const cases = [
    [visitor.from('nothing').select(), 404, 'PGRST205'],
    [visitor.from('products').select('colour'), 400, '42703'],
    [visitor.from('products').select('name, suppliers(name)'), 400, 'PGRST200'],
    [visitor.from('products').insert({ name: 'x', price: 1 }), 401, '42501'],
    [visitor.from('products').select().eq('id', 'x'), 400, '22P02'],
    [visitor.rpc('restock', { product: 1 }), 401, '42501'],
    [visitor.rpc('nothing'), 404, 'PGRST202'],
    [ann.rpc('audit'), 403, '42501'],
    [ann.from('products').insert({ name: 'x', price: -1 }), 400, '23514'],
    [ann.from('products').insert({ name: 'x', price: 1, colour: 'red' }), 400, 'PGRST204'],
    [ann.from('categories').insert({ name: 'Tea' }), 409, '23505'],
    [ann.from('products').insert({ name: 'x', price: 1, category_id: 99 }), 409, '23503'],
    [shop(signIn('ann', { exp: 1 })).from('products').select(), 401, 'PGRST303'],
    [shop(signIn('ann') + 'x').from('products').select(), 401, 'PGRST301'],
  ]
  for (const [asked, status, code] of cases) {
    const answer = await asked
    assert.equal(answer.error?.code, code, JSON.stringify(answer))
    assert.equal(answer.status, status, code)
    assert.ok(answer.error.message.length > 0)
  }
})
