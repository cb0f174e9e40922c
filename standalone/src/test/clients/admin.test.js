// A back office that is made with react-admin's data provider.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { rest, signIn } from './session.js'

const require = createRequire(import.meta.url)
const { fetchUtils } = require('ra-core')
const provider = require('@raphiniert/ra-data-postgrest')

const token = signIn('ann')
const office = provider.default({
  apiUrl: rest,
  httpClient: (url, options = {}) =>
    fetchUtils.fetchJson(url, {
      ...options,
      headers: new Headers({ ...Object.fromEntries(options.headers ?? []), ...options.headers }),
      user: { authenticated: true, token: `Bearer ${token}` },
    }),
  defaultListOp: 'eq',
  primaryKeys: new Map([['purchase_lines', ['purchase_id', 'product_id']]]),
  schema: () => '',
})
const page = { pagination: { page: 1, perPage: 2 }, sort: { field: 'price', order: 'DESC' } }

test('a list with its total, and a filter', async () => {
  const list = await office.getList('products', { ...page, filter: {} })
  assert.equal(list.total, 4)
  assert.deepEqual(list.data.map((product) => product.name), ['Sidamo', 'Santos'])
  const found = await office.getList('products', { ...page, filter: { 'name@ilike': 'sen' } })
  assert.deepEqual(found.data.map((product) => product.name), ['Sencha'])
})

test('one, some, and those of another', async () => {
  assert.equal((await office.getOne('products', { id: 1 })).data.name, 'Assam')
  const some = await office.getMany('products', { ids: [1, 2] })
  assert.deepEqual(some.data.map((product) => product.id).sort(), [1, 2])
  const tea = await office.getManyReference('products', { ...page, target: 'category_id', id: 1, filter: {} })
  assert.equal(tea.total, 2)
})

test('rows whose key has two columns', async () => {
  const list = await office.getList('purchase_lines', { ...page, sort: { field: 'id', order: 'ASC' }, filter: {} })
  const line = list.data[0]
  assert.equal((await office.getOne('purchase_lines', { id: line.id })).data.amount, line.amount)
})

test('create, change and remove', async () => {
  const made = (await office.create('products', { data: { name: 'Oolong', price: 7 } })).data
  assert.equal(made.stock, 0)
  const changed = await office.update('products', { id: made.id, data: { stock: 4 }, previousData: made })
  assert.equal(changed.data.stock, 4)
  const other = (await office.create('products', { data: { name: 'Matcha', price: 20 } })).data
  await office.updateMany('products', { ids: [made.id, other.id], data: { stock: 1 } })
  const { data } = await office.getMany('products', { ids: [made.id, other.id] })
  assert.deepEqual(data.map((product) => product.stock), [1, 1])
  assert.equal((await office.delete('products', { id: made.id, previousData: made })).data.id, made.id)
  await office.deleteMany('products', { ids: [other.id] })
  assert.equal((await office.getMany('products', { ids: [made.id, other.id] })).data.length, 0)
})

test('what the server refuses is said', async () => {
  await assert.rejects(office.create('products', { data: { name: 'x', price: -1 } }), { status: 400 })
})
