// A server with an empty company, a browser, and a tally of journeys.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
const fromWeb = createRequire(join(root, 'web/package.json'))
export const { chromium } = fromWeb('playwright-core')
export const axeFile = fromWeb.resolve('axe-core/axe.min.js')
export const password = 'tests-only-1' // of every person in a test company
const startMs = 120_000 // the demo company is made at the first start

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

// With BIHUAN_TEST_DATABASE (scripts/postgres) the company of `folder` lies on that server.
function makeDatabase(folder) {
  const server = process.env.BIHUAN_TEST_DATABASE
  if (!server) return { variables: {}, drop: () => {} }
  const name = basename(folder).toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
  const tell = (sql) =>
    execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql, server])
  tell(`CREATE DATABASE ${name} TEMPLATE template0`)
  const url = server.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`)
  return {
    variables: { BIHUAN_DATABASE: url },
    drop: () => tell(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

// Starts the program on a folder of its own; BIHUAN_E2E_BASE names one that runs already.
export async function startServer(options = {}) {
  if (process.env.BIHUAN_E2E_BASE) return { base: process.env.BIHUAN_E2E_BASE, stop: () => {} }
  const folder =
    options.folder ?? mkdtempSync(join(process.env.BIHUAN_TEST_DIR ?? tmpdir(), 'bihuan-e2e-'))
  const port = await freePort()
  const program = process.env.BIHUAN_BIN ?? join(root, 'build/release/bihuan')
  const words = ['serve', '--data', folder, '--listen', `127.0.0.1:${port}`]
  if (options.demo) words.push('--demo')
  const database = makeDatabase(folder)
  const child = spawn(program, words, {
    env: { ...process.env, BIHUAN_ADMIN_PASSWORD: password, ...database.variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const base = `http://127.0.0.1:${port}`
  const deadline = Date.now() + startMs
  for (;;) {
    const ready = await fetch(`${base}/readyz`).then((r) => r.ok, () => false)
    if (ready) break
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('the server did not start')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const stop = () => {
    child.kill('SIGKILL')
    database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { base, stop }
}

// The API as one person, for what a journey needs before it begins.
export async function person(base, login = 'admin', secret = password) {
  const answer = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login, password: secret }),
  })
  if (!answer.ok) throw new Error(`log-in of ${login}: ${answer.status}`)
  const { token } = await answer.json()
  return async (method, path, body) => {
    const reply = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        'Accept-Language': 'zh-CN',
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
    return text ? JSON.parse(text) : null
  }
}

export async function openBrowser() {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'bihuan-chromium-')), {
    executablePath: process.env.BIHUAN_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  })
}

// A page that remembers what no journey may cause: page errors, foreign requests, CSP refusals.
export async function openPage(context, base, look = {}) {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.troubles = []
  if (look.width) await page.setViewportSize({ width: look.width, height: look.height })
  await page.addInitScript((prefs) => {
    if (prefs) localStorage.setItem('bihuan.prefs', JSON.stringify(prefs))
  }, look.prefs ?? null)
  page.on('pageerror', (error) => page.troubles.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) page.troubles.push(message.text())
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(base) && !/^(data|blob):/.test(url)) page.troubles.push(`foreign: ${url}`)
  })
  return page
}

export async function logIn(page, base, login = 'admin', secret = password) {
  await page.goto(`${base}/`, { waitUntil: 'domcontentloaded' })
  await page.locator('input[autocomplete=username]').fill(login)
  await page.locator('input[type=password]').fill(secret)
  await page.keyboard.press('Enter')
  await page.locator('nav').first().waitFor()
}

// By keyboard alone: Tab (or back) until what has the focus is called so; fails after a while.
export async function tabTo(page, name, key = 'Tab', within = '') {
  const wanted = name instanceof RegExp ? name : new RegExp(`^${name}$`)
  const seen = []
  for (let i = 0; i < 90; i++) {
    const called = await page.evaluate((place) => {
      const at = document.activeElement
      if (place && !at?.closest(place)) return ''
      const label = at?.labels?.[0]?.innerText ?? at?.innerText?.split('\n')[0] ?? ''
      return (at?.getAttribute('aria-label') ?? label).replace(/\s*\*\s*$/, '').trim()
    }, within)
    if (wanted.test(called)) return
    seen.push(called.split('\n')[0].slice(0, 30))
    await page.keyboard.press(key)
  }
  throw new Error(`no way by ${key} to ${wanted}; on the way: ${seen.join(' | ')}`)
}

export class Tally {
  passed = 0
  failed = 0
  async journey(name, act) {
    const from = Date.now()
    try {
      await act()
      this.passed++
      console.log(`ok    ${name} (${Date.now() - from} ms)`)
    } catch (error) {
      this.failed++
      console.log(`FAIL  ${name}\n${error.stack ?? error}`)
    }
  }
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1
  }
}

export function expect(condition, what) {
  if (!condition) throw new Error(what)
}
