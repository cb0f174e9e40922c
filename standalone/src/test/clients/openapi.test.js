// Tools that read the description of the API.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { rest, signIn } from './session.js'

async function description(accept, role) {
  const authorization = `Bearer ${signIn('ann', { role })}`
  const answer = await fetch(`${rest}/`, { headers: { accept, authorization } })
  assert.equal(answer.status, 200)
  return answer.json()
}

for (const [accept, version] of [['application/json', '3.1'], ['application/openapi+json', '2.0']]) {
  test(`${version} is valid`, async () => {
    const document = await description(accept, process.env.TWINLANE_MEMBER)
    const validator = new Validator()
    const { valid, errors } = await validator.validate(document)
    assert.ok(valid, JSON.stringify(errors, null, 1))
    assert.equal(validator.version, version)
  })
}

test('it shows what the role may do', async () => {
  const member = await description('application/json', process.env.TWINLANE_MEMBER)
  const visitor = await description('application/json', process.env.TWINLANE_ANON)
  assert.deepEqual(Object.keys(member.paths['/products']), ['get', 'post', 'patch', 'delete'])
  assert.deepEqual(Object.keys(visitor.paths['/products']), ['get'])
  assert.ok('/rpc/restock' in member.paths)
  assert.ok(!('/rpc/restock' in visitor.paths))
  assert.ok(!('purchases' in visitor.components.schemas))
})

test('it has the comments and the types', async () => {
  const { components, paths } = await description('application/json', process.env.TWINLANE_MEMBER)
  const { products } = components.schemas
  assert.equal(paths['/products'].get.summary, 'What is sold')
  assert.equal(paths['/products'].get.description, 'Prices are with tax.')
  assert.deepEqual(products.properties.price, { type: 'number', format: 'numeric(8,2)', description: 'In euros' })
  assert.deepEqual(products.properties.labels.items, { type: 'string' })
  assert.deepEqual(products.required.sort(), ['name', 'price'])
  assert.match(products.properties.id.description, /Primary Key/)
  assert.match(products.properties.category_id.description, /categories\.id/)
})
