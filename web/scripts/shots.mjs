// Screenshots of pages in light, dark and phone width.
// usage: node scripts/shots.mjs BASE_URL OUT_FOLDER [PATH...]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { looks, openBrowser, visit } from './browser.mjs'

const [base, out, ...paths] = process.argv.slice(2)
if (!base || !out) {
  console.error('usage: node scripts/shots.mjs BASE_URL OUT_FOLDER [PATH...]')
  process.exit(2)
}
mkdirSync(out, { recursive: true })
const context = await openBrowser()
for (const path of paths.length > 0 ? paths : ['/']) {
  for (const [name, look] of Object.entries(looks)) {
    const page = await visit(context, base, path, look)
    const file = `${path.replace(/[^a-z0-9]+/gi, '_').replace(/^_/, '') || 'home'}-${name}.png`
    await page.screenshot({ path: join(out, file) })
    await page.close()
  }
}
await context.close()
