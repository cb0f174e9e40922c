import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, go, logIn, picture, STUDIO, until, visit, visitAt } from './browser.mjs'

test('who has neither token nor password stays outside, and who has one comes in and out again', () => visit({}, async (page) => {
  await page.goto(STUDIO)
  await page.getByLabel('Token or password').fill('a guess')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('neither a token').waitFor()
  await accessible(page)
  await picture(page, 'login')

  await logIn(page)
  await page.reload()
  await page.getByRole('button', { name: 'Log out' }).waitFor()
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByLabel('Token or password').waitFor()
  const outside = await page.evaluate(() => fetch('/studio/api/schema').then((answer) => answer.status))
  assert.equal(outside, 401)
}))

test('a link that is pasted into an open tab lets in, and stays nowhere', () => visitAt('/data', {}, async (page, { context }) => {
  const cookie = async () => (await context.cookies()).find((one) => one.path === '/studio').value
  const before = await cookie()
  await page.evaluate((token) => (location.hash = `token=${encodeURIComponent(token)}`), process.env.STUDIO_PASSWORD)
  await until(async () => (await cookie()) !== before, 'another session')
  await page.getByRole('button', { name: 'Log out' }).waitFor()
  assert.doesNotMatch(page.url(), /token/)
}))

test('a tab is told that another one acts as somebody else', () => visitAt('/data/public/memos', {}, async (page) => {
  const cell = (text) => page.getByRole('gridcell', { name: text, exact: true })
  await cell('his').waitFor()
  // what another tab would ask
  await page.evaluate(async (role) => {
    const { csrf } = await (await fetch('/studio/api/session')).json()
    const headers = { 'Content-Type': 'application/json', 'X-Studio-Csrf': csrf }
    await fetch('/studio/api/session', { method: 'PUT', headers, body: JSON.stringify({ role, claims: { sub: 'ada' } }) })
  }, process.env.CUSTOMER)
  await go(page, '/data/public/many')
  await page.getByText('Another tab acts as').first().waitFor()
  await page.getByRole('region', { name: 'Acting as somebody else' }).getByText(process.env.CUSTOMER).waitFor()
  await go(page, '/data/public/memos')
  await cell('hers too').waitFor()
  await cell('his').waitFor({ state: 'detached' })
}))

test('the page is small, asks nobody else, and lets in no code but its own', () => visit({}, async (page, { bytes, context }) => {
  const begun = Date.now()
  const answer = await page.goto(STUDIO)
  await logIn(page)
  console.log(`from nothing to logged in: ${Date.now() - begun} ms`)
  for (const place of ['/sql', '/lanes', '/schema', '/data/public/clients']) {
    await page.evaluate((to) => (location.hash = to), place)
    await page.waitForLoadState('networkidle').catch(() => {})
    await page.getByRole('heading').first().waitFor()
  }
  const policy = answer.headers()['content-security-policy']
  assert.match(policy, /default-src 'none'/)
  assert.doesNotMatch(policy, /unsafe/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.ok(bytes.total > 50_000, `what was loaded is known: ${bytes.total}`)
  assert.ok(bytes.total < 400 * 1024, `${bytes.total} bytes`)
  const cookie = (await context.cookies()).find((one) => one.path === '/studio')
  assert.equal(cookie.httpOnly, true)
  assert.equal(cookie.sameSite, 'Strict')
}))

test('it works by keys alone', () => visitAt('/data', {}, async (page) => {
  await page.locator('body').press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  for (const [keys, place] of [['gs', '#/sql'], ['gl', '#/lanes'], ['gm', '#/schema'], ['gd', '#/data']]) {
    await page.evaluate(() => document.activeElement?.blur())
    for (const key of keys) {
      await page.keyboard.press(key)
    }
    await until(() => page.url().includes(place), `the address ${place}`)
  }
}))
