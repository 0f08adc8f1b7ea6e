// axe-core on the main routes in light, dark and phone width: no violations.
import { readFileSync } from 'node:fs'
import { axeFile, expect, logIn, openPage, person } from './lib.mjs'

const looks = {
  light: { width: 1440, height: 900, prefs: { theme: 'light', language: 'zh-CN' } },
  dark: { width: 1440, height: 900, prefs: { theme: 'dark', language: 'zh-CN' } },
  phone: { width: 390, height: 844, prefs: { theme: 'light', language: 'zh-CN' } },
}
const routes = [
  '/', '/o/account', '/o/opportunity', '/o/opportunity?view=board', '/o/contract', '/o/receipt',
  '/o/account?group=grade', '/o/account?kind=calendar', '/o/account?kind=board', '/notices',
  '/money', '/people', '/company', '/setup', '/bin', '/import', '/me',
]
// What opens over a page: pressed by its name on the route.
const overlays = [
  ['/o/account', '新建客户'], ['/o/account', '添加筛选'], ['/', '通知'],
]

// Dialogs of one record, by what is pressed on its page (or on the list of people).
const dialogs = (made) => [
  [`/o/account/${made.account}`, '更多', '谁能看到，为什么'],
  [`/o/account/${made.account}`, /与「.*」合并/],
  ['/people', '交接'],
]

// What there is to merge and to hand over.
async function prepare(base) {
  const api = await person(base)
  const one = await api('POST', '/records/account', { name: '泰州无障碍机械有限公司' })
  await api('POST', '/records/account?allow_duplicates=1', { name: '泰州无障碍机械', grade: 'A' })
  const user = await api('POST', '/records/user', { name: '易达', login: 'yi.da' })
  await api('POST', `/records/user/${user.id}/verbs/assign_roles`, { roles: 'sales_rep' })
  return { account: one.id }
}

async function openDialog(page, base, [route, name, item]) {
  await page.goto(base + route, { waitUntil: 'networkidle' })
  const place = item ? page.locator('.record-actions') : page
  await place.getByRole('button', { name }).first().click()
  if (item) await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
  await page.waitForLoadState('networkidle')
  await settled(page)
}

// What fades in is pale until it stands: the contrast is that of the end. A spinner never ends.
const settled = (page) =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().endTime === Infinity),
  )

export async function access(tally, context, base) {
  const axe = readFileSync(axeFile, 'utf8')
  const made = await prepare(base)
  await context.clearCookies()
  const first = await openPage(context, base)
  await logIn(first, base)
  await first.close()
  for (const [name, look] of Object.entries(looks)) {
    await tally.journey(`no accessibility violation, ${name}`, async () => {
      const page = await openPage(context, base, look)
      const found = []
      for (const route of routes) {
        await page.goto(base + route, { waitUntil: 'networkidle' })
        await page.locator('h1').first().waitFor()
        await page.evaluate(axe)
        const result = await page.evaluate(() =>
          window.axe.run(document, { resultTypes: ['violations'] }),
        )
        for (const each of result.violations) {
          found.push(`${route}: ${each.id} ${each.nodes[0]?.target.join(' ')}`)
        }
      }
      for (const [route, name] of overlays) {
        await page.goto(base + route, { waitUntil: 'networkidle' })
        const button = page.getByRole('button', { name }).first()
        if (!(await button.isVisible())) continue
        await button.click()
        // Forms are loaded when asked for; a page that opens instead shows none.
        const opened = page.locator('[role=dialog]:visible, [role=menu]:visible').first()
        await opened.waitFor({ timeout: 3000 }).catch(() => undefined)
        await page.waitForLoadState('networkidle')
        await settled(page)
        await page.evaluate(axe)
        const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
        for (const each of result.violations)
          found.push(`${route} with ${name}: ${each.id} ${each.nodes[0]?.target.join(' ')}`)
      }
      for (const dialog of dialogs(made)) {
        await openDialog(page, base, dialog)
        await page.evaluate(axe)
        const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
        for (const each of result.violations)
          found.push(`${dialog.join(' ')}: ${each.id} ${each.nodes[0]?.target.join(' ')}`)
      }
      const troubles = page.troubles
      await page.close()
      expect(found.length === 0, found.join('\n'))
      expect(troubles.length === 0, troubles.join('\n'))
    })
  }
}
