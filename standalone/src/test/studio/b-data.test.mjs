import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { accessible, go, picture, REST, until, visitAt, write } from './browser.mjs'

const cell = (page, text) => page.getByRole('gridcell', { name: text, exact: true })
// the first column has the button that opens the row
const at = (page, row, column) => page.locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 1}"]`)

async function rest(path, init = {}) {
  const answer = await fetch(REST + path, { ...init, headers: { 'Content-Type': 'application/json', ...init.headers } })
  return answer.status === 204 || answer.status === 201 ? null : answer.json()
}

async function change(page, row, column, text) {
  await at(page, row, column).dblclick()
  await page.locator('.cell-editor input').fill(text)
  await page.keyboard.press('Enter')
}

test('a table is looked through, filtered, sorted and followed to another one', () => visitAt('/data/public/clients', {}, async (page) => {
  await cell(page, 'ada@example.com').waitFor()
  await page.getByText('4 rows').waitFor()
  await accessible(page)
  await picture(page, 'data')

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Column/ }).click()
  await page.getByRole('option', { name: 'email (text)' }).click()
  await dialog.getByRole('textbox', { name: 'Value' }).fill('bob@example.com')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await page.getByText('1 row that satisfy the filters').or(page.getByText(/^1 row/)).first().waitFor()
  await cell(page, 'ada@example.com').waitFor({ state: 'detached' })
  const filtered = page.url()
  await page.reload()
  await cell(page, 'bob@example.com').waitFor()
  assert.equal(page.url(), filtered)

  await go(page, '/data/public/purchases')
  await page.getByRole('columnheader').nth(1).click()
  await page.getByRole('columnheader').nth(1).click()
  await until(async () => (await at(page, 1, 1).textContent()) === '3', 'the greatest id first')
  await page.getByRole('button', { name: 'Open the related row of clients' }).first().click()
  await page.getByRole('complementary', { name: 'Row' }).getByText('bob@example.com').or(page.getByLabel('Row').getByLabel('email')).first().waitFor()
  assert.match(page.url(), /clients/)
  const referring = page.getByLabel('Row').getByRole('link', { name: /purchases/ })
  await referring.click()
  await until(async () => (await page.getByRole('gridcell', { name: 'sent', exact: true }).count()) === 1, 'the purchases of one client')
}))

test('a million rows scroll', () => visitAt('/data/public/many', {}, async (page) => {
  await cell(page, 'word 1').waitFor()
  const grid = page.getByRole('grid', { name: 'Rows of many' })
  await grid.evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
  await until(async () => {
    const texts = await page.getByRole('gridcell').allTextContents()
    return texts.some((text) => /^word \d{4,}$/.test(text))
  }, 'rows of the middle')
}))

test('what is changed is saved in one transaction, and a number keeps every digit', () => visitAt('/data/public/purchases', {}, async (page) => {
  await cell(page, '9007199254740993.1234').waitFor()
  await change(page, 2, 5, 'by hand')
  await change(page, 2, 4, '12345678901234567890.5')
  assert.deepEqual(await rest('/purchases?id=eq.2&select=note', { headers: { 'Cache-Control': 'no-cache' } }), [{ note: null }])
  await page.getByRole('region', { name: 'Staged changes' }).waitFor()
  await page.getByRole('button', { name: /^Save/ }).click()
  await page.getByText(/wrong|numeric field overflow|too/i).first().waitFor()
  assert.deepEqual(await rest('/purchases?id=eq.2&select=note', { headers: { 'Cache-Control': 'no-cache' } }), [{ note: null }])
  await page.keyboard.press('Escape')

  await change(page, 2, 4, '1234567890123456.7891')
  await page.getByRole('button', { name: /^Save/ }).click()
  await page.getByText(/changes? (is|are) saved/).waitFor()
  const saved = await rest('/purchases?id=eq.2&select=note,total::text', { headers: { 'Cache-Control': 'no-cache' } })
  assert.deepEqual(saved, [{ note: 'by hand', total: '1234567890123456.7891' }])
  await page.getByRole('region', { name: 'Staged changes' }).waitFor({ state: 'detached' })
}))

test('a value that must be unique is told at its field', () => visitAt('/data/public/clients', {}, async (page) => {
  await cell(page, 'ada@example.com').waitFor()
  await page.getByRole('button', { name: 'Row', exact: true }).click()
  const row = page.getByRole('complementary', { name: 'Row' })
  await row.getByRole('textbox', { name: 'email' }).fill('ada@example.com')
  await row.getByRole('textbox', { name: 'name', exact: true }).click()
  await page.getByRole('button', { name: /^Save/ }).click()
  await page.getByText(/Nothing is saved/).first().waitFor()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/already|taken|unique|exists/i).first().waitFor()
  await page.keyboard.press('Escape')
  await row.getByText(/already|taken|unique|exists/i).first().waitFor()
  assert.equal((await rest('/clients?select=id', { headers: { 'Cache-Control': 'no-cache' } })).length, 4)
}))

test('who comes second is told what the first has written', () => visitAt('/data/public/clients', {}, async (page) => {
  await cell(page, 'bob@example.com').waitFor()
  await change(page, 2, 3, 'Robert')
  await rest('/clients?id=eq.2', { method: 'PATCH', body: JSON.stringify({ name: 'Bobby' }) })
  await page.getByRole('button', { name: /^Save/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Somebody else has changed this row').waitFor()
  await dialog.getByRole('cell', { name: 'Bobby' }).waitFor()
  await accessible(page)
  await picture(page, 'conflict')
  await dialog.getByRole('button', { name: 'Keep mine' }).click()
  await dialog.getByRole('button', { name: 'Save in one transaction' }).click()
  await page.getByText('1 change is saved').waitFor()
  assert.deepEqual(await rest('/clients?id=eq.2&select=name', { headers: { 'Cache-Control': 'no-cache' } }), [{ name: 'Robert' }])
}))

test('what looks like code stays text', () => visitAt('/data/public/clients', {}, async (page) => {
  await cell(page, 'mal@example.com').waitFor()
  await at(page, 4, 3).click()
  await page.keyboard.press(' ')
  await page.getByRole('complementary', { name: 'Row' }).waitFor()
  assert.doesNotMatch(await page.title(), /owned/)
  assert.equal(await page.locator('main img').count(), 0)
  await go(page, '/sql')
  await page.getByRole('textbox').first().waitFor()
  await write(page, "select '<img src=x onerror=\"document.title=''owned''\">' as x, name from clients where id = 4")
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByRole('gridcell', { name: /^<img/ }).waitFor()
  assert.doesNotMatch(await page.title(), /owned/)
}))

test('another role sees other rows', () => visitAt('/data/public/memos', {}, async (page) => {
  await cell(page, 'his').waitFor()
  await page.getByRole('button', { name: /^Role:/ }).click()
  await page.getByRole('menuitem', { name: 'A user…' }).or(page.getByRole('menuitemradio', { name: 'A user…' })).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Role/ }).click()
  await page.getByRole('option', { name: process.env.CUSTOMER, exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Claims' }).fill('{"sub": "ada"}')
  await dialog.getByRole('button', { name: 'Act as this user' }).click()
  await cell(page, 'his').waitFor({ state: 'detached' })
  await cell(page, 'hers too').waitFor()
  await page.getByRole('region', { name: 'Acting as somebody else' }).getByText(process.env.CUSTOMER).waitFor()
  await accessible(page)
  await picture(page, 'role')

  await page.getByRole('button', { name: 'Stop' }).click()
  await cell(page, 'his').waitFor()
}))

test('what is seen is taken along as CSV', () => visitAt('/data/public/clients?f=id.lt.3', {}, async (page) => {
  await cell(page, 'ada@example.com').waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).first().click()
  const text = readFileSync(await (await download).path(), 'utf8')
  assert.match(text.split('\n')[0], /^id,email,name,joined,profile/)
  assert.match(text, /ada@example.com/)
}))

test('on a phone there is room for the rows', () => visitAt('/data/public/clients', { width: 390, height: 844, scheme: 'dark' }, async (page) => {
  await cell(page, 'ada@example.com').waitFor()
  await accessible(page)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing hangs over the edge')
  await picture(page, 'phone')
}))
