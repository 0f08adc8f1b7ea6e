// axe-core on pages in light, dark and phone width; exit status 1 with any violation.
// usage: node scripts/axe.mjs BASE_URL [PATH...]
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { looks, openBrowser, visit } from './browser.mjs'

const [base, ...paths] = process.argv.slice(2)
if (!base) {
  console.error('usage: node scripts/axe.mjs BASE_URL [PATH...]')
  process.exit(2)
}
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const context = await openBrowser()
let violations = 0
for (const path of paths.length > 0 ? paths : ['/']) {
  for (const [name, look] of Object.entries(looks)) {
    const page = await visit(context, base, path, look)
    await page.evaluate(source)
    const result = await page.evaluate(() =>
      window.axe.run(document, { resultTypes: ['violations'] }),
    )
    for (const found of result.violations) {
      violations++
      console.log(`${path} ${name}: ${found.id} (${found.impact}): ${found.help}`)
      for (const node of found.nodes.slice(0, 4))
        console.log(
          `  ${node.target.join(' ')}  ${node.html.slice(0, 140)}\n    ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''}`,
        )
    }
    await page.close()
  }
}
await context.close()
console.log(`axe: ${violations} violations`)
process.exit(violations === 0 ? 0 : 1)
