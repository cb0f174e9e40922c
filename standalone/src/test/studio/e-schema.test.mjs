import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { accessible, go, picture, visitAt } from './browser.mjs'

test('the schema is a diagram that can be taken along', () => visitAt('/schema', {}, async (page) => {
  const diagram = page.locator('svg').filter({ hasText: 'purchase_lines' }).first()
  await diagram.waitFor()
  await accessible(page)
  await picture(page, 'diagram')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'SVG' }).click()
  const svg = readFileSync(await (await download).path(), 'utf8')
  assert.match(svg, /^<svg|<\?xml/)
  assert.match(svg, /purchase_lines/)
  assert.doesNotMatch(svg, /<script|var\(--/)
}))

test('indexes, policies, functions, migrations and reports are laid open', () => visitAt('/schema/indexes', {}, async (page) => {
  await page.getByText('purchases_client', { exact: true }).first().waitFor()
  await accessible(page)
  await go(page, '/schema/policies')
  await page.getByText('own_memos').waitFor()
  await accessible(page)
  await go(page, '/schema/functions')
  await page.getByRole('tabpanel').waitFor()
  await accessible(page)
  await go(page, '/schema/migrations')
  await page.getByText(/create_identity/).first().waitFor()
  await accessible(page)
  await go(page, '/schema/reports')
  await page.getByText("Tables read from end to end").or(page.getByText(/foreign key/i)).first().waitFor()
  await accessible(page)
  await picture(page, 'reports')
}))
