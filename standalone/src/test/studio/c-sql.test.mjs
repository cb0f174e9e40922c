import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, picture, REST, until, visitAt, write } from './browser.mjs'

async function run(page, sql) {
  await write(page, sql)
  await page.getByRole('button', { name: 'Run' }).click()
}

test('a statement runs on either lane, and the cached one says so', () => visitAt('/sql', {}, async (page) => {
  await page.locator('.cm-content').waitFor()
  await run(page, 'select email, name from clients order by id')
  await page.getByRole('gridcell', { name: 'ada@example.com' }).waitFor()
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText(/hit/).first().waitFor()
  await accessible(page)
  await picture(page, 'sql')

  await page.getByRole('radio', { name: 'DIRECT' }).click({ force: true })
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByRole('gridcell', { name: 'ada@example.com' }).waitFor()
  await run(page, "update clients set name = 'changed' where id = 1")
  await page.getByText(/read-only transaction/).first().waitFor()
}))

test('a write needs the switch, and what has no WHERE is asked about', () => visitAt('/sql', {}, async (page) => {
  await page.locator('.cm-content').waitFor()
  await page.getByRole('radio', { name: 'DIRECT' }).click({ force: true })
  await page.getByText('Allow writes').click()
  await run(page, 'delete from purchase_lines')
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  const kept = await (await fetch(`${REST}/purchase_lines?select=sku`)).json()
  assert.equal(kept.length, 3)
  await run(page, "update purchases set note = 'by SQL' where id = 3")
  await until(async () => {
    const [row] = await (await fetch(`${REST}/purchases?id=eq.3&select=note`)).json()
    return row.note === 'by SQL'
  }, 'the write')
}))

test('a mistake is marked where it is', () => visitAt('/sql', {}, async (page) => {
  await page.locator('.cm-content').waitFor()
  await run(page, 'select nothing_of_that_name from clients')
  await page.getByText(/does not exist/).first().waitFor()
  await page.locator('.cm-wrong').waitFor()
}))

test('a plan is a tree with times and rows', () => visitAt('/sql', {}, async (page) => {
  await page.locator('.cm-content').waitFor()
  await write(page, 'select * from purchases join clients on clients.id = client_id')
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.getByText(/Join|Nested Loop/).first().waitFor()
  await accessible(page)
  await picture(page, 'plan')
}))

test('what was run is found again', () => visitAt('/sql', {}, async (page) => {
  await page.locator('.cm-content').waitFor()
  await run(page, "select 'to be found again'")
  await page.getByRole('gridcell', { name: 'to be found again' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'History and saved' }).click()
  await page.getByRole('textbox', { name: 'Search' }).fill('found again')
  await page.getByText("select 'to be found again'").last().waitFor()
}))
