import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const STUDIO = process.env.STUDIO_URL
export const REST = process.env.REST_URL

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Lets somebody use a page; the browser ends with it, whatever becomes of it. */
export async function visit(options, use) {
  const opened = await open(options)
  try {
    await use(opened.page, opened)
  } catch (error) {
    await opened.page.screenshot({ path: `screens/failed-${Date.now()}.png` }).catch(() => {})
    await opened.browser.close()
    throw error
  }
  await opened.close()
}

/** The same, logged in, at a place. */
export function visitAt(place, options, use) {
  return visit(options, async (page, opened) => {
    await page.goto(STUDIO)
    await logIn(page)
    await go(page, place)
    await use(page, opened)
  })
}

/** A browser with one page; what the page says that it should not is an error at the end. */
async function open({ width = 1280, height = 800, scheme = 'light' } = {}) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS })
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const faults = []
  const strangers = []
  const bytes = { total: 0 }
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    // an answer with an error's status is told in the page, and by the browser in its own words
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(message.text())
    }
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`refused: ${event.effectiveDirective} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber} ${event.sample}`)
    })
  })
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== new URL(STUDIO).host) {
      strangers.push(request.url())
    }
  })
  page.on('requestfinished', async (request) => {
    if (request.url().startsWith(STUDIO) && !request.url().includes('/api/')) {
      bytes.total += (await request.sizes().catch(() => ({ responseBodySize: 0 }))).responseBodySize
    }
  })
  const close = async () => {
    await browser.close()
    assert.deepEqual(faults, [], 'errors in the page')
    assert.deepEqual(strangers, [], 'requests to other hosts')
  }
  return { browser, context, page, bytes, close }
}

export async function logIn(page) {
  await page.getByLabel('Token or password').fill(process.env.STUDIO_PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('button', { name: 'Log out' }).waitFor()
}

export async function go(page, place) {
  await page.evaluate((to) => {
    location.hash = to
  }, place)
}

/** Writes into the editor in place of what is there, by the keyboard. */
export async function write(page, sql) {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(sql)
}

export async function picture(page, name) {
  await page.screenshot({ path: `screens/${name}.png` })
}

/** Nothing that axe-core calls serious or critical. */
export async function accessible(page) {
  // by the debugger, since the page lets no script in but its own
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then((found) => JSON.stringify(found.violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .map((one) => ({ rule: one.id, where: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)), why: one.nodes[0].failureSummary }))))`,
    awaitPromise: true,
    returnByValue: true,
  })
  assert.deepEqual(JSON.parse(result.value), [], 'what keeps people out')
}

/** Waits until something holds, and says what it was in the end. */
export async function until(holds, what) {
  const end = Date.now() + 15_000
  for (;;) {
    const seen = await holds()
    if (seen) {
      return seen
    }
    if (Date.now() > end) {
      assert.fail(`never: ${what}`)
    }
    await new Promise((done) => setTimeout(done, 50))
  }
}
