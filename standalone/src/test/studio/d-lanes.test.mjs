import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, go, picture, REST, until, visitAt } from './browser.mjs'

test('a write is seen to end what was cached', () => visitAt('/lanes', {}, async (page) => {
  await page.getByText('live').first().waitFor()
  const read = async () => (await fetch(`${REST}/clients?id=eq.3&select=id,name,email`)).headers.get('cache-status')
  await read()
  await until(async () => /hit/.test(await read()), 'a hit')
  const statement = page.getByRole('region', { name: 'Statements' }).getByRole('button', { name: /clients/ }).first()
  await statement.waitFor()
  await statement.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('public.clients').first().waitFor()
  await accessible(page)
  await picture(page, 'statement')
  await page.keyboard.press('Escape')

  await go(page, '/lanes/writes')
  // looks are a second apart, and what a write ended is told from the last of them
  await until(async () => {
    await read()
    await read()
    await fetch(`${REST}/clients?id=eq.3`, { method: 'PATCH', body: JSON.stringify({ name: `x${Date.now()}` }), headers: { 'Content-Type': 'application/json' } })
    return page.getByText(/^Ended \d+ answers? of/).first().isVisible()
  }, 'a write that ended something')
  await accessible(page)
  assert.doesNotMatch((await read()) ?? '', /hit/)
  await picture(page, 'lanes')
}))
