// The first administrator of an empty company, by keyboard alone, to his first own opportunity.
import { expect, logIn, openPage, person, startServer, tabTo } from './lib.mjs'

const minutesMax = 3

export async function firstRun(tally, context) {
  const server = await startServer()
  const base = server.base
  await context.clearCookies()
  const page = await openPage(context, base)
  const began = Date.now()
  const press = (key) => page.keyboard.press(key)
  try {
    await tally.journey('an empty company leads its administrator: company and people', async () => {
      await logIn(page, base)
      await page.waitForURL(/\/setup$/)
      await tabTo(page, '公司名称')
      await page.keyboard.type('苏州拓远智能装备有限公司')
      await tabTo(page, '下一步')
      await press('Enter')
      await page.getByRole('heading', { name: '同事' }).waitFor()
      await tabTo(page, /粘贴名单/)
      await page.keyboard.insertText('李文静，li.wenjing，13812345678\n王海涛，wang.haitao，销售经理\n没有登录名的人')
      await page.getByText(/缺登录名或手机/).waitFor()
      await tabTo(page, '添加 2 人')
      await press('Enter')
      await page.getByText(/初始密码只在这里显示一次/).first().waitFor()
      const api = await person(base)
      const users = await api('GET', '/records/user?sort=login')
      expect(users.records.length === 3, 'two colleagues were made')
      const [, login, secret] = (await page.locator('.setup-passwords pre').innerText())
        .split('\n')[1].split('\t')
      const wang = await person(base, login, secret)
      const roles = (await wang('GET', '/session')).user.roles
      expect(roles[0].code === 'sales_manager', 'he logs in with his role')
    })

    await tally.journey('it can be left and resumed where it was', async () => {
      await tabTo(page, '下一步')
      await press('Enter')
      await page.getByRole('heading', { name: '销售阶段' }).waitFor()
      await tabTo(page, '以后再说', 'Shift+Tab')
      await press('Enter')
      await page.getByText('初始设置停在「销售阶段」这一步。').waitFor()
      await page.reload()
      await page.getByText('初始设置停在「销售阶段」这一步。').waitFor()
      await tabTo(page, '继续设置')
      await press('Enter')
      await page.getByRole('heading', { name: '销售阶段' }).waitFor()
    })

    await tally.journey('a stage is renamed, the first opportunity made', async () => {
      await tabTo(page, /^阶段 1：/)
      await press('Control+a')
      await page.keyboard.type('首次拜访')
      await tabTo(page, '下一步')
      await press('Enter')
      await page.getByRole('heading', { name: '建第一个商机' }).waitFor()
      await tabTo(page, '新建第一个商机')
      await press('Enter')
      const form = page.getByRole('dialog').last()
      await form.waitFor()
      await tabTo(page, '商机名称')
      await page.keyboard.type('六轴机械臂产线')
      await tabTo(page, '客户')
      await page.keyboard.type('昆山恒力')
      await page.getByRole('option', { name: /新建客户「昆山恒力」/ }).waitFor()
      await press('ArrowUp')
      await press('Enter')
      await page.waitForFunction(() => document.querySelectorAll('dialog[open]').length === 2)
      await page.waitForTimeout(100)
      await tabTo(page, /^(保存|创建|新建.*)$/)
      await press('Enter')
      await page.waitForFunction(() => document.querySelectorAll('dialog[open]').length === 1)
      await tabTo(page, /^(保存|创建|新建.*)$/)
      await press('Enter')
      await page.getByText('已建好：').waitFor()
      await tabTo(page, '完成，去工作台')
      await press('Enter')
      await page.waitForURL(/\/workbench/)
      const api = await person(base)
      const deals = await api('GET', '/records/opportunity')
      expect(deals.records.length === 1, 'there is one opportunity')
      expect(deals.records[0].stage.name === '首次拜访', 'in the stage as it is called now')
      const minutes = (Date.now() - began) / 60_000
      expect(minutes < minutesMax, `it took ${minutes.toFixed(1)} minutes`)
    })

    await tally.journey('nothing strange happened in the first run', async () => {
      expect(page.troubles.length === 0, page.troubles.join('\n'))
    })
  } finally {
    await page.close()
    server.stop()
  }
}
