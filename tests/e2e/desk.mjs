// The workbench of a role: arranged by an administrator, seen by a rep who arranged nothing.
import { expect, logIn, openPage, password, person } from './lib.mjs'

export async function desk(tally, context, base) {
  const api = await person(base)
  const roles = await api('GET', '/records/role?where=' + encodeURIComponent('code == "sales_rep"'))
  const role = roles.records[0]
  const rep = await api('POST', '/records/user', { name: '梁编排', login: 'liang.desk' })
  await api('POST', `/users/${rep.id}/password`, { password })
  await api('POST', `/records/user/${rep.id}/verbs/assign_roles`, { roles: 'sales_rep' })
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base)
  const widgets = () => page.locator('.bench-widget')

  await tally.journey('an administrator arranges the workbench of a role by keyboard', async () => {
    await page.goto(`${base}/workbench`)
    await page.getByRole('button', { name: '编辑看板', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '为角色编排' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: role.name, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(`正在编排「${role.name}」的工作台`).waitFor()
    await widgets().nth(6).waitFor() // what a rep has from the start
    await page.locator('.bench-widget').nth(1).locator('.bench-handle button').focus()
    await page.keyboard.press('Enter')
    await page.locator('[role=menuitem]').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: `保存给「${role.name}」` }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(`已保存「${role.name}」的工作台`).first().waitFor()
    const kept = (await api('GET', '/workbench/roles')).roles.find((one) => one.role.id === role.id)
    expect(kept.layout[0].key === 'today' && kept.layout[1].key === 'kpis', 'the first two changed')
  })

  await tally.journey('a rep sees it, arranges it for himself and comes back to it', async () => {
    await context.clearCookies()
    await logIn(page, base, 'liang.desk')
    await page.goto(`${base}/workbench`)
    await widgets().first().waitFor()
    await page.getByRole('button', { name: '编辑看板', exact: true }).click()
    expect((await page.getByRole('button', { name: '为角色编排' }).count()) === 0, 'his own only')
    const first = () => page.locator('.bench-handle').first().innerText()
    const given = (await first()).trim()
    await page.locator('.bench-handle button').first().click()
    await page.locator('[role=menuitem]').nth(1).click()
    await page.waitForFunction(
      (name) => document.querySelector('.bench-handle').innerText.trim() !== name, given)
    await page.getByRole('button', { name: '恢复默认' }).click()
    await page.waitForFunction(
      (name) => document.querySelector('.bench-handle').innerText.trim() === name, given)
    await api('PATCH', `/workbench/roles/${role.id}`, { layout: null })
  })

  await tally.journey('nothing strange happened at the desk', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
