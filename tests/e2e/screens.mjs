// Pictures of the main pages, from the demo company, into docs/screens.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logIn, openBrowser, openPage, person, root, startServer } from './lib.mjs'

const looks = {
  light: { width: 1440, height: 900, prefs: { theme: 'light', language: 'zh-CN' } },
  dark: { width: 1440, height: 900, prefs: { theme: 'dark', language: 'zh-CN' } },
  phone: { width: 390, height: 844, prefs: { theme: 'light', language: 'zh-CN' } },
}
const manager = process.env.BIHUAN_DEMO_LOGIN ?? 'zhou.mingyuan'
const secret = process.env.BIHUAN_DEMO_PASSWORD ?? 'bihuan-demo'
// A working morning, for the program and the browser alike: today's list has something in it.
const morning = '2026-11-24T10:12:00+08:00'
process.env.BIHUAN_NOW ??= morning
const folder = mkdtempSync(join(tmpdir(), 'bihuan-demo-'))
const server = await startServer({ folder, demo: true })
const context = await openBrowser()
try {
  const api = await person(server.base, manager, secret)
  const first = async (object, where, sort) => {
    const query = new URLSearchParams({ limit: '1', where, sort, fields: 'id' })
    return (await api('GET', `/records/${object}?${query}`)).records[0]?.id
  }
  const pages = {
    workbench: '/',
    leads: '/o/lead?view=all',
    accounts: '/o/account?view=all',
    account: `/o/account/${await first('account', 'contracts > 0', '-deal_total')}`,
    opportunities: '/o/opportunity?view=open',
    board: '/o/opportunity?view=board',
    opportunity: `/o/opportunity/${await first('opportunity', 'state == "open"', '-amount')}`,
    quotes: '/o/quote?view=all',
    quote: `/o/quote/${await first('quote', 'state == "sent"', '-amount')}`,
    contracts: '/o/contract?view=all',
    contract: `/o/contract/${await first('contract', 'in_force and received > 0', '-amount')}`,
    money: '/money',
    receipts: '/o/receipt?view=all',
    import: '/import',
    settings: '/me',
  }
  const words = process.argv.slice(2)
  const wanted = words.filter((word) => !(word in looks))
  const shown = Object.entries(looks).filter(([look]) => wanted.length === words.length || words.includes(look))
  const out = join(root, 'docs/screens')
  mkdirSync(out, { recursive: true })
  const entry = await openPage(context, server.base)
  await logIn(entry, server.base, manager, secret)
  await entry.close()
  for (const [name, path] of Object.entries(pages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const [look, settings] of shown) {
      const page = await openPage(context, server.base, settings)
      await page.clock.install({ time: new Date(process.env.BIHUAN_NOW) })
      await page.goto(server.base + path, { waitUntil: 'load' })
      await page.locator('h1').first().waitFor()
      await page.waitForTimeout(1200)
      await page.screenshot({ path: join(out, `${name}-${look}.png`) })
      for (const trouble of page.troubles) console.log(`${name} ${look}: ${trouble}`)
      await page.close()
    }
    console.log(name)
  }
} finally {
  await context.close()
  server.stop()
  rmSync(folder, { recursive: true, force: true })
}
