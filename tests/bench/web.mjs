// Measures the pages in Chromium against the real program: ui-guide's budgets, printed beside their
// limits. Exit status 1 when one is broken.
//   node tests/bench/web.mjs [--data DIR --login NAME]   (default: the demo company)
// Of --data a copy is measured, in which the person (default: the first of its tokens) gets a
// password; the copy goes away afterwards.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { logIn, openBrowser, openPage as open, root, startServer } from '../e2e/lib.mjs'

const patienceMs = 60_000 // a slow page is measured, not given up

async function openPage(...words) {
  const page = await open(...words)
  page.setDefaultTimeout(patienceMs)
  return page
}

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : process.argv[at + 1]
}
const data = option('data')
const login = option('login', data ? firstOf(data) : 'zhou.mingyuan')
const secret = 'bihuan-demo'
const rounds = Number(option('rounds', '15'))
const rows = []
let broken = 0

function report(name, value, limit, unit, isMinimum = false) {
  const fits = isMinimum ? value >= limit : value <= limit
  if (!fits) broken++
  const shown = Math.round(value * 100) / 100
  rows.push([fits ? 'ok' : 'OVER', name, `${shown} ${unit}`, `${isMinimum ? '>=' : '<='} ${limit}`])
}

const p95 = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)]
}

// Compressed size of every script a page asked for.
async function scriptsOf(context, base, path, look) {
  const page = await openPage(context, base, look)
  const names = new Set()
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.pathname.endsWith('.js')) names.add(url.pathname)
  })
  await page.goto(base + path, { waitUntil: 'networkidle' })
  await page.close()
  let bytes = 0
  for (const name of names) {
    const answer = await fetch(base + name)
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length
  }
  return bytes / 1024
}

async function paint(context, base, path) {
  const page = await openPage(context, base)
  await page.addInitScript(() => {
    window.largest = 0
    window.shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.largest = entry.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(base + path, { waitUntil: 'networkidle' })
  const found = await page.evaluate(() => ({ largest: window.largest, shift: window.shift }))
  const foreign = page.troubles.filter((one) => one.startsWith('foreign')).length
  await page.close()
  return { ...found, foreign }
}

// From an act to the next frame in which `selector` shows.
function untilShown(page, act, selector, argument) {
  return page.evaluate(
    async ([source, wanted, given]) => {
      const run = new Function('given', source)
      const from = performance.now()
      run(given)
      while (!document.querySelector(wanted)) await new Promise((r) => requestAnimationFrame(r))
      await new Promise((r) => requestAnimationFrame(r))
      return performance.now() - from
    },
    [act, selector, argument],
  )
}

async function acts(context, base) {
  const page = await openPage(context, base)
  await page.goto(`${base}/o/opportunity?view=all`, { waitUntil: 'networkidle' })
  await page.locator('[data-row="5"] .grid-open').waitFor({ state: 'attached' })
  const opened = []
  for (let round = 0; round < rounds; round++) {
    const row = page.locator(`[data-row="${round}"]`)
    await row.hover()
    await page.waitForTimeout(150)
    opened.push(
      await untilShown(
        page,
        'document.querySelector(`[data-row="${given}"] .grid-open`).click()',
        '.record-head h1',
        round,
      ),
    )
    await page.goBack()
    await page.locator('[data-row="5"]').waitFor()
    await page.waitForTimeout(150)
  }
  report('record from a list painted, p95', p95(opened), 150, 'ms')
  const palette = []
  const results = []
  for (let round = 0; round < rounds; round++) {
    palette.push(
      await untilShown(
        page,
        "dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))",
        'dialog.palette[open]',
      ),
    )
    const word = ['苏州', 'zhjm', '138', '无锡', 'sz', '产线', '老线', 'gz'][round % 8]
    const from = Date.now()
    await page.keyboard.type(word)
    await page.waitForFunction(
      () => document.querySelectorAll('.palette [role=option]:not(.option-note)').length > 2,
    )
    results.push((Date.now() - from) / word.length)
    await page.keyboard.press('Escape')
    await page.waitForTimeout(60)
  }
  report('palette open, p95', p95(palette), 50, 'ms')
  report('palette results after a key, p95', p95(results), 120, 'ms')
  const views = []
  const tabs = await page.locator('.list-views [role=tab]').count()
  for (let round = 0; round < rounds; round++) {
    const index = (round % Math.max(1, Math.min(3, tabs - 1))) + 1
    await page.locator('.list-views [role=tab]').nth(0).click()
    await page.waitForTimeout(200)
    const from = Date.now()
    await page.locator('.list-views [role=tab]').nth(index).click()
    await page.locator('[data-row="0"] [data-col="1"], .list .state').first().waitFor()
    views.push(Date.now() - from)
  }
  report('view switch, p95', p95(views), 300, 'ms')
  await page.goto(`${base}/o/opportunity?view=all`, { waitUntil: 'networkidle' })
  const jump = []
  for (let round = 0; round < 5; round++) {
    await page.locator('.grid-input').focus()
    const from = Date.now()
    await page.keyboard.press('Control+End')
    await page.waitForFunction(() => {
      const all = [...document.querySelectorAll('.grid-rows [data-row]')]
      const last = all.at(-1)
      return last && Number(last.dataset.row) > 900 && !last.querySelector('.grid-bone')
    })
    jump.push(Date.now() - from)
    await page.keyboard.press('Control+Home')
    await page.waitForTimeout(200)
  }
  report('jump to the last row, p95', p95(jump), 500, 'ms')
  await page.close()
}

async function scroll(context, base) {
  const page = await openPage(context, base)
  await page.goto(`${base}/o/opportunity?view=all`, { waitUntil: 'networkidle' })
  const load = () =>
    page.evaluate(async () => {
      const box = document.querySelector('.grid-box')
      const end = Math.min(box.scrollHeight - box.clientHeight, 72_000)
      for (let top = 0; top <= end; top += 2400) {
        box.scrollTop = top
        await new Promise((r) => setTimeout(r, 40))
      }
      box.scrollTop = 0
      await new Promise((r) => setTimeout(r, 600))
    })
  await load()
  const found = await page.evaluate(async () => {
    const box = document.querySelector('.grid-box')
    let longest = 0
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
    })
    observer.observe({ type: 'longtask' })
    let frames = 0
    const from = performance.now()
    while (frames < 240) {
      box.scrollTop = (box.scrollTop + 240) % Math.max(1, Math.min(72_000, box.scrollHeight - 900))
      await new Promise((r) => requestAnimationFrame(r))
      frames++
    }
    return { fps: (frames / (performance.now() - from)) * 1000, longest }
  })
  report('scrolling loaded rows at 240 px a frame', found.fps, 50, 'fps', true)
  report('longest task while scrolling', found.longest, 100, 'ms')
  await page.close()
}

function sizes(base, context) {
  const phone = { width: 390, height: 844, prefs: { theme: 'light', language: 'zh-CN' } }
  return Promise.all([
    scriptsOf(context, base, '/o/opportunity?view=all'),
    scriptsOf(context, base, '/workbench'),
    scriptsOf(context, base, '/o/opportunity?view=board'),
    scriptsOf(context, base, '/o/account?view=all', phone),
  ])
}

function firstOf(folder) {
  return readFileSync(join(folder, 'tokens'), 'utf8').split(/\s/)[0]
}

function copyOf(folder) {
  const copy = `${resolve(folder)}-web`
  rmSync(copy, { recursive: true, force: true })
  execFileSync('cp', ['-a', '--reflink=auto', resolve(folder), copy])
  const program = process.env.BIHUAN_BIN ?? join(root, 'build/release/bihuan')
  execFileSync(program, ['user', 'passwd', login, '--password', secret, '--data', copy])
  return copy
}

const server = await startServer(data ? { folder: copyOf(data) } : { demo: true })
const context = await openBrowser()
try {
  const first = await openPage(context, server.base)
  await logIn(first, server.base, login, secret)
  await first.close()
  const [list, workbench, board, phone] = await sizes(server.base, context)
  report('gz JS: shell and list', list, 280, 'KB')
  report('gz JS: workbench', workbench, 450, 'KB')
  report('gz JS: board', board, 280 + 120, 'KB')
  report('gz JS: phone, first list', phone, 180, 'KB')
  for (const [name, path] of [['list', '/o/opportunity?view=all'], ['workbench', '/workbench']]) {
    const paints = []
    for (let round = 0; round < 7; round++) paints.push(await paint(context, server.base, path))
    report(`largest paint, ${name}, p95`, p95(paints.map((one) => one.largest)), 1000, 'ms')
    report(`layout shift, ${name}`, Math.max(...paints.map((one) => one.shift)), 0.02, '')
    report(`foreign requests, ${name}`, Math.max(...paints.map((one) => one.foreign)), 0, '')
  }
  await acts(context, server.base)
  await scroll(context, server.base)
} catch (error) {
  broken++
  rows.push(['FAIL', String(error.message).split('\n')[0], '', ''])
} finally {
  await context.close()
  server.stop()
}
const width = Math.max(...rows.map((row) => row[1].length))
for (const [mark, name, value, limit] of rows)
  console.log(`${mark.padEnd(5)}${name.padEnd(width + 2)}${value.padStart(14)}   ${limit}`)
console.log(`${rows.length - broken} within, ${broken} over`)
process.exitCode = broken === 0 ? 0 : 1
