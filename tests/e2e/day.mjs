// A working day: views of one's own, many records at once, talk and notices, a past day, no network.
import { expect, logIn, openPage, password, person } from './lib.mjs'

async function colleague(base, api) {
  const user = await api('POST', '/records/user', { name: '李文静', login: 'li.wenjing' })
  await api('POST', `/records/user/${user.id}/verbs/assign_roles`, { roles: 'owner' }) // sees everything
  await api('POST', `/users/${user.id}/password`, { password })
  return person(base, 'li.wenjing', password)
}

export async function day(tally, context, base) {
  const api = await person(base)
  const li = await colleague(base, api)
  const me = (await api('GET', '/session')).user.id
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base)
  for (const name of ['甲一自动化', '甲二自动化', '甲三自动化'])
    await api('POST', '/records/account', { name, grade: 'C' })
  const where = encodeURIComponent('name contains "自动化" and grade == "C"')

  await tally.journey('a filter is kept as a view of one\'s own, with its address', async () => {
    await page.goto(`${base}/o/account?where=${where}`)
    await page.getByRole('button', { name: '另存为' }).click()
    await page.getByRole('dialog').getByLabel('视图名称').fill('C 类自动化')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await page.getByRole('tab', { name: 'C 类自动化' }).waitFor()
    const address = page.url()
    await page.goto(`${base}/o/contact`)
    await page.goto(address)
    await page.getByText('甲二自动化').first().waitFor()
  })

  await tally.journey('many records change at once, and back again', async () => {
    await page.getByRole('checkbox', { name: '选择已加载的全部行' }).first().check()
    await page.getByRole('toolbar').getByRole('button', { name: '批量修改' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').first().selectOption('grade')
    await dialog.getByRole('combobox').nth(1).click()
    await page.getByRole('option', { name: 'A 级' }).click()
    await dialog.getByText('A 级').first().waitFor()
    await dialog.getByRole('button', { name: /修改 3 条/ }).click()
    await page.getByText(/已处理 3 条/).first().waitFor()
    const changed = async (grade) => (await api('GET', '/records/account?limit=9&where=' +
      encodeURIComponent(`name contains "甲" and grade == "${grade}"`))).records.length
    for (let i = 0; i < 50 && (await changed('A')) < 3; i++) await page.waitForTimeout(100)
    expect((await changed('A')) === 3, 'three became A')
    await page.getByRole('button', { name: '撤销' }).first().click()
    for (let i = 0; i < 50 && (await changed('C')) < 3; i++) await page.waitForTimeout(100)
    expect((await changed('C')) === 3, 'three are C again')
  })

  const account = await api('POST', '/records/account', { name: '太仓恒丰传动', grade: 'C' })
  await tally.journey('who is named in a comment finds it at the bell', async () => {
    await li('POST', `/records/account/${account.id}/comments`, {
      text: '@管理员 请看付款条件', mentions: [me],
    })
    await page.goto(`${base}/`)
    await page.getByRole('button', { name: /通知.*1 条未读/ }).click()
    await page.locator('.notice-open').first().click()
    await page.getByRole('heading', { name: '太仓恒丰传动' }).waitFor()
    await page.getByText('请看付款条件').first().waitFor()
    expect((await api('GET', '/notices')).unread === 0, 'it counts as read')
  })

  await tally.journey('a comment is answered by keyboard alone', async () => {
    await page.getByRole('button', { name: '评论', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('可以，@li')
    await page.getByRole('option', { name: '李文静' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('来跟')
    await page.keyboard.press('Control+Enter')
    await page.getByText('来跟').first().waitFor()
    for (let i = 0; i < 30 && (await li('GET', '/notices')).unread === 0; i++)
      await page.waitForTimeout(100)
    expect((await li('GET', '/notices')).notices[0].kind === 'mentioned', 'she is told')
  })

  await tally.journey('an old value is taken back from the history', async () => {
    const now = await api('GET', `/records/account/${account.id}`)
    await api('PATCH', `/records/account/${account.id}`, { grade: 'A', version: now.version })
    await page.goto(`${base}/o/account/${account.id}?tab=history`)
    await page.getByRole('button', { name: /恢复为 C 级/ }).first().click({ force: true })
    for (let i = 0; i < 30; i++) {
      if ((await api('GET', `/records/account/${account.id}`)).grade === 'C') return
      await page.waitForTimeout(100)
    }
    throw new Error('the grade is not C again')
  })

  await tally.journey('what is written without a network is sent once', async () => {
    await page.goto(`${base}/o/account/${account.id}`)
    await page.getByRole('heading', { name: '太仓恒丰传动' }).waitFor()
    await page.getByRole('button', { name: '写跟进', exact: true }).first().waitFor()
    await context.setOffline(true)
    await page.locator('.composer textarea').fill('离线时写的跟进')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText(/待上传 1/).waitFor()
    await context.setOffline(false)
    const found = async () => (await api('GET', '/records/activity?limit=9&where=' +
      encodeURIComponent('content contains "离线时写"'))).records.length
    for (let i = 0; i < 100 && (await found()) === 0; i++) await page.waitForTimeout(100)
    await page.waitForTimeout(500)
    expect((await found()) === 1, 'exactly one follow-up')
  })

  await tally.journey('nothing strange happened that day', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
