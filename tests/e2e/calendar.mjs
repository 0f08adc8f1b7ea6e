// The calendar of a list: an entry goes to another day by drag, by keyboard, by its menu.
import { expect, logIn, openPage, person } from './lib.mjs'
import { until } from './team.mjs'

export async function calendar(tally, context, base) {
  const api = await person(base)
  const month = new Date().toISOString().slice(0, 7)
  const account = await api('POST', '/records/account', { name: '日历试验传动' })
  const deal = await api('POST', '/records/opportunity', {
    name: '日历商机', account: account.id, expected_close: `${month}-14`,
  })
  const day = async () => (await api('GET', `/records/opportunity/${deal.id}`)).expected_close
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base)
  const where = encodeURIComponent('name == "日历商机"')
  const entry = page.locator('.cal-item', { hasText: '日历商机' })
  const at = (number) => page.locator('.cal-day:not([data-outside])').nth(number - 1)
  const open = async () => {
    await page.goto(`${base}/o/opportunity?where=${where}&kind=calendar&by=expected_close`)
    await entry.waitFor()
  }

  await tally.journey('an entry is dragged to another day, and taken back', async () => {
    await open()
    await entry.dragTo(at(16))
    await at(16).getByText('日历商机').waitFor()
    await until(page, 'kept', async () => (await day()) === `${month}-16`)
    await page.getByRole('button', { name: '撤销' }).first().click()
    await at(14).getByText('日历商机').waitFor()
    await until(page, 'taken back', async () => (await day()) === `${month}-14`)
  })

  await tally.journey('an entry moves by keyboard, and keeps the focus', async () => {
    await open()
    await entry.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await at(15).getByText('日历商机').waitFor()
    await until(page, 'a day', async () => (await day()) === `${month}-15`)
    expect(await entry.evaluate((it) => it === document.activeElement), 'the focus went along')
    await page.keyboard.press('Alt+ArrowDown')
    await until(page, 'a week', async () => (await day()) === `${month}-22`)
    expect(page.url().includes('kind=calendar'), 'the browser did not go back')
  })

  await tally.journey('on a phone it moves by its menu', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open()
    await page.getByRole('button', { name: '移动「日历商机」' }).click()
    await page.getByRole('menuitem', { name: /前一周/ }).click()
    await until(page, 'a week back', async () => (await day()) === `${month}-15`)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await tally.journey('what somebody else changed meanwhile is not stepped on', async () => {
    await open()
    let first = true
    await page.route('**/api/v1/records/opportunity/*', async (route) => {
      if (route.request().method() !== 'PATCH' || !first) return route.continue()
      first = false
      await api('PATCH', `/records/opportunity/${deal.id}`, { expected_close: `${month}-09` })
      return route.continue()
    })
    await entry.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await at(9).getByText('日历商机').waitFor()
    await page.locator('[role=status], [role=alert]').getByText(/修改|改过/).first().waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    expect((await day()) === `${month}-09`, 'the other change stands')
  })

  await tally.journey('nothing strange happened in the calendar', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
