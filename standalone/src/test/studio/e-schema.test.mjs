import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { accessible, go, picture, until, visitAt } from './browser.mjs'

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

test('a table of the diagram is opened by Enter after a drag, and not by the drag', () => visitAt('/schema', {}, async (page) => {
  const table = page.getByRole('link').filter({ hasText: 'purchase_lines' })
  const { x, y, width, height } = await table.boundingBox()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width / 2 + 60, y + height / 2 + 30, { steps: 5 })
  await page.mouse.up()
  await until(async () => (await table.boundingBox()).x > x + 30, 'the drawing has moved')
  assert.doesNotMatch(page.url(), /purchase_lines/)
  await table.focus()
  await page.keyboard.press('Enter')
  await until(() => page.url().includes('tables/public/purchase_lines'), 'the table is open')
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
