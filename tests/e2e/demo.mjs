// The demo company comes into an empty company from the first-run page and goes out cleanly.
import { expect, logIn, openPage, person, startServer } from './lib.mjs'
import { until } from './team.mjs'

const loadMs = 300_000 // on a machine that does something else as well

export async function demo(tally, context) {
  const server = await startServer()
  const base = server.base
  await context.clearCookies()
  const page = await openPage(context, base)
  const api = await person(base)
  const secret = 'demo-people-1'
  const count = async (object) => (await api('GET', `/records/${object}?limit=1&count=exact`)).count
  try {
    await tally.journey('demo data comes in from the first run', async () => {
      await logIn(page, base)
      await page.waitForURL(/\/setup$/)
      await page.locator('.setup-steps').getByRole('button', { name: '数据' }).click()
      await page.getByLabel('示例人员的密码').fill('short')
      await page.getByRole('button', { name: '装入示例数据' }).click()
      await page.getByRole('alert').first().waitFor() // too short: said in words, nothing begins
      await page.getByLabel('示例人员的密码').fill(secret)
      await page.getByRole('button', { name: '装入示例数据' }).click()
      await page.getByText(/正在装入示例数据/).first().waitFor()
      await page.getByText('示例数据已装入').first().waitFor({ timeout: loadMs })
      await page.waitForURL(/\/workbench/)
      expect((await count('account')) === 2000, 'two thousand accounts')
      const rep = await person(base, 'zhou.mingyuan', secret)
      expect((await rep('GET', '/session')).user.name === '周明远', 'her people log in')
    })

    await tally.journey('and goes out again; what was written since must be agreed to', async () => {
      await api('POST', '/records/account', { name: '自己写的客户' })
      await api('PATCH', '/company', { short_name: '我的公司', version: (await api('GET', '/company')).version })
      await page.goto(`${base}/company`)
      await page.getByRole('button', { name: '移除示例数据' }).click()
      const dialog = page.getByRole('dialog')
      const act = dialog.getByRole('button', { name: '移除示例数据' })
      expect(await act.isDisabled(), 'not before it is agreed to')
      await dialog.getByLabel(/1 条记录也一起删除/).check()
      await act.click()
      await page.getByText('示例数据已移除').first().waitFor({ timeout: loadMs })
      for (const object of ['account', 'contact', 'opportunity', 'contract', 'receipt', 'product',
        'activity', 'task', 'department', 'target'])
        expect((await count(object)) === 0, `no ${object} is left`)
      expect((await count('user')) === 1, 'the administrator is left')
      expect((await count('stage')) > 0, 'the stages are left')
      expect((await api('GET', '/company')).short_name === '我的公司', 'the settings are left')
      const deal = await api('POST', '/records/account', { name: '第一个自己的客户' })
      expect(deal.number === 'KH00001', 'numbers begin anew')
      await until(page, 'nobody of the demo logs in', async () =>
        person(base, 'zhou.mingyuan', secret).then(() => false, () => true))
    })

    await tally.journey('nothing strange happened with the demo', async () => {
      expect(page.troubles.length === 0, page.troubles.join('\n'))
    })
  } finally {
    await page.close()
    server.stop()
  }
}
