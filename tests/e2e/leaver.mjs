// A rep leaves: the people page, who takes what, one notice for each who is given something.
import { expect, logIn, openPage, password, person } from './lib.mjs'

async function hire(api, name, login) {
  const user = await api('POST', '/records/user', { name, login })
  await api('POST', `/records/user/${user.id}/verbs/assign_roles`, { roles: 'owner' })
  await api('POST', `/users/${user.id}/password`, { password })
  return user.id
}

export async function leaver(tally, context, base) {
  const api = await person(base)
  await hire(api, '曹凌飞', 'cao.lingfei')
  await hire(api, '叶振宇', 'ye.zhenyu')
  await hire(api, '孙立', 'sun.li')
  const cao = await person(base, 'cao.lingfei', password)
  const ye = await person(base, 'ye.zhenyu', password)
  const sun = await person(base, 'sun.li', password)
  for (let i = 0; i < 12; i++) await cao('POST', '/records/account', { name: `离任客户 ${i} 号` })
  for (let i = 0; i < 120; i++) await cao('POST', '/records/task', { name: `离任任务 ${i}` })
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base)

  await tally.journey('hand-over of a leaver: counts, two heirs, progress', async () => {
    await page.goto(`${base}/people`)
    await page.getByRole('searchbox', { name: '姓名或登录名' }).fill('曹凌飞')
    const row = page.locator('.people-list li').filter({ hasText: '曹凌飞' })
    await row.getByRole('button', { name: '交接' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('row', { name: /任务/ }).getByText('120').waitFor()
    await dialog.getByRole('combobox', { name: '交接给' }).fill('叶振')
    await page.getByRole('option', { name: '叶振宇' }).click()
    const tasks = dialog.getByRole('combobox', { name: '任务的接手人' })
    await tasks.fill('孙立')
    await page.getByRole('option', { name: '孙立' }).click()
    await dialog.getByRole('button', { name: '交接 132 条' }).click()
    await page.getByText('全部 132 条已交接').waitFor()
    const count = async (object, name) => (await api('GET', `/records/${object}?limit=1&count=exact&where=` +
      encodeURIComponent(`owner.name == "${name}"`))).count
    expect((await count('account', '叶振宇')) === 12, 'the accounts are hers')
    expect((await count('task', '孙立')) === 120, 'the tasks are his')
    const left = await api('GET', '/records/user?where=' + encodeURIComponent('login == "cao.lingfei"'))
    expect(left.records[0].status === 'left', 'he has left')
  })

  await tally.journey('each heir is told once', async () => {
    for (const [who, wanted] of [[ye, 12], [sun, 120]]) {
      let notices = []
      for (let i = 0; i < 50; i++) {
        notices = (await who('GET', '/notices')).notices
        if (notices.length > 0 && notices[0].count === wanted) break
        await page.waitForTimeout(100)
      }
      expect(notices.length === 1, `one notice, not ${notices.length}`)
      expect(notices[0].kind === 'assigned_many' && notices[0].count === wanted, `of ${wanted}`)
    }
    await context.clearCookies()
    await logIn(page, base, 'ye.zhenyu')
    await page.goto(`${base}/notices`)
    await page.getByText('转给您 12 条记录').waitFor()
  })

  await tally.journey('a bulk transfer with a reason is one notice too', async () => {
    await sun('POST', '/notices/read', {})
    const me = (await sun('GET', '/session')).user.id
    const rows = (await ye('GET', '/records/account?limit=5&where=' + encodeURIComponent('owner == me'))).records
    await ye('POST', '/records/account/verbs/transfer', {
      ids: rows.map((row) => row.id), args: { to: me, reason: '换区域' },
    })
    let notices = []
    for (let i = 0; i < 50; i++) {
      notices = (await sun('GET', '/notices?unread=1')).notices
      if (notices[0]?.count === 5) break
      await page.waitForTimeout(100)
    }
    expect(notices.length === 1 && notices[0].count === 5, `one notice of five: ${JSON.stringify(notices)}`)
  })

  await tally.journey('nothing strange happened at the hand-over', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
