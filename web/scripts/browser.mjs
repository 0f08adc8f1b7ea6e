// A headless chromium on a page of our own. BIHUAN_CHROMIUM names another program.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const looks = {
  light: { width: 1440, height: 900, theme: 'light' },
  dark: { width: 1440, height: 900, theme: 'dark' },
  phone: { width: 390, height: 844, theme: 'light' },
}

export async function openBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-chromium-'))
  return chromium.launchPersistentContext(folder, {
    executablePath: process.env.BIHUAN_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

// Opens `path` with a look; waits until nothing is loading.
export async function visit(context, base, path, look, language = 'zh-CN') {
  const page = await context.newPage()
  await page.setViewportSize({ width: look.width, height: look.height })
  await page.addInitScript(
    ([theme, lang]) => {
      localStorage.setItem('bihuan.prefs', JSON.stringify({ theme, language: lang }))
    },
    [look.theme, language],
  )
  page.on('pageerror', (error) => console.error(`${path}: ${error.message}`))
  page.on(
    'console',
    (message) => message.type() === 'error' && console.error(`${path}: ${message.text()}`),
  )
  await page.goto(base + path, { waitUntil: 'networkidle' })
  await page.waitForSelector('h1', { timeout: 20_000 })
  await page.waitForTimeout(600)
  return page
}
