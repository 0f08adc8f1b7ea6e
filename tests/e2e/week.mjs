// The working week of a team: a rep's day and a manager's Monday, by mouse and by keyboard alone.
import { expect, logIn, openPage, password, person, tabTo } from './lib.mjs'
import { day, hireTeam, until } from './team.mjs'

// What waits for the rep, and what the manager will look at.
async function work(team, tag) {
  const rep = team.as['wu.tong']
  const account = await rep('POST', '/records/account', { name: `湖州${tag}电机` })
  const deal = await rep('POST', '/records/opportunity', {
    name: `${tag}产线改造`, account: account.id, amount: '680000.00', expected_close: day(20),
  })
  const task = await rep('POST', '/records/task', {
    name: `给${tag}发样册`, due: day(0), account: account.id,
  })
  return { account, deal, task }
}

export async function week(tally, context, base) {
  const team = await hireTeam(base)
  const rep = team.as['wu.tong']
  const manager = team.as['qin.lan']
  const admin = await person(base)
  const stages = (await admin('GET', '/records/stage?sort=position&where=' +
    encodeURIComponent('kind == "open"'))).records
  const stageOf = async (deal) => (await rep('GET', `/records/opportunity/${deal.id}`)).stage.name
  const followUps = async (text) => (await rep('GET', '/records/activity?limit=9&where=' +
    encodeURIComponent(`content contains "${text}"`))).records.length
  await context.clearCookies()
  let page = await openPage(context, base)
  const troubles = []
  await logIn(page, base, 'wu.tong', password)
  const press = (key) => page.keyboard.press(key)

  await tally.journey("a rep's day by mouse: today, follow-up, next stage, task done", async () => {
    const { account, deal, task } = await work(team, '鼠标')
    await page.goto(`${base}/`)
    await page.locator('.today').getByText('给鼠标发样册').first().click()
    await page.getByRole('heading', { name: '给鼠标发样册' }).waitFor()
    await page.getByRole('button', { name: '完成', exact: true }).first().click()
    const asked = page.getByRole('dialog')
    if (await asked.isVisible().catch(() => false))
      await asked.getByRole('button', { name: '完成', exact: true }).click()
    await until(page, 'the task is done', async () =>
      (await rep('GET', `/records/task/${task.id}`)).state === 'done')
    await page.goto(`${base}/o/account/${account.id}`)
    await page.locator('.composer textarea').fill('鼠标电话确认了节拍')
    await page.getByRole('button', { name: '提交' }).click()
    await until(page, 'the follow-up is kept', async () => (await followUps('鼠标电话确认')) === 1)
    await page.goto(`${base}/o/opportunity?view=board`)
    await page.getByRole('button', { name: /「?鼠标产线改造/ }).first().click()
    await page.getByRole('menuitem', { name: stages[1].name }).click()
    await until(page, 'the deal moved', async () => (await stageOf(deal)) === stages[1].name)
  })

  await tally.journey("a rep's day by keyboard alone", async () => {
    const { deal, task } = await work(team, '键盘')
    await page.goto(`${base}/`)
    await page.locator('.today').getByText('给键盘发样册').first().waitFor()
    await tabTo(page, /给键盘发样册/)
    await press('Enter')
    await page.getByRole('heading', { name: '给键盘发样册' }).waitFor()
    await tabTo(page, '完成')
    await press('Enter')
    await until(page, 'the task is done', async () =>
      (await rep('GET', `/records/task/${task.id}`)).state === 'done')
    // The customer by the palette, the follow-up by its letter.
    await press('Control+k')
    await page.keyboard.type('湖州键盘')
    await page.getByRole('option', { name: /湖州键盘电机/ }).first().waitFor()
    await press('Enter')
    await page.getByRole('heading', { name: '湖州键盘电机' }).waitFor()
    await page.locator('.composer textarea').waitFor()
    await press('e')
    await page.keyboard.type('键盘电话确认了节拍')
    await press('Control+Enter')
    await until(page, 'the follow-up is kept', async () => (await followUps('键盘电话确认')) === 1)
    // A contact of the customer in the form: every field is passed by Tab.
    await press('Escape')
    await page.evaluate(() => document.activeElement?.blur())
    await press('c')
    await page.getByRole('menuitem').first().waitFor()
    await downTo(page, '新建联系人')
    await press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(page, '姓名')
    await page.keyboard.type('钱工')
    await tabTo(page, '客户')
    await page.keyboard.type('湖州键盘')
    await page.getByRole('option', { name: '湖州键盘电机' }).waitFor()
    await press('Enter')
    await tabTo(page, '保存')
    await press('Enter')
    await page.waitForURL(/\/o\/contact\/\d+/)
    // The deal by the grid's keys: O opens it; then its next stage.
    await page.goto(`${base}/o/opportunity?where=${encodeURIComponent('name contains "键盘"')}`)
    await page.getByText('键盘产线改造').first().waitFor()
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate(() => document.activeElement?.dataset.gridKeys === 'true')) break
      await press('Tab')
    }
    await press('o')
    await page.getByRole('heading', { name: '键盘产线改造' }).waitFor()
    await tabTo(page, '推进到下一阶段')
    await press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor({ timeout: 3000 }).catch(() => undefined)
    if (await dialog.isVisible()) {
      await tabTo(page, /^推进/)
      await press('Enter')
    }
    await until(page, 'the deal moved', async () => (await stageOf(deal)) === stages[1].name)
  })
  troubles.push(...page.troubles)
  await page.close()

  await context.clearCookies()
  page = await openPage(context, base)
  await logIn(page, base, 'qin.lan', password)
  const heir = team.ids['xu.qing']
  const monday = async (tag) => {
    const { account, deal } = await work(team, tag)
    return { account, deal, ownerOf: async () => (await manager('GET', `/records/opportunity/${deal.id}`)).owner.id }
  }

  await tally.journey("a manager's Monday by mouse: figures, board, question, assignment", async () => {
    const { deal, ownerOf } = await monday('周一鼠标')
    await page.goto(`${base}/`)
    await page.getByRole('heading', { name: /商机漏斗/ }).waitFor()
    await page.goto(`${base}/o/opportunity?view=board`)
    await page.getByRole('link', { name: '周一鼠标产线改造' }).first().click()
    await page.getByRole('heading', { name: '周一鼠标产线改造' }).waitFor()
    await page.getByRole('button', { name: '评论', exact: true }).first().click()
    await page.locator('.composer textarea').pressSequentially('谁去现场？@wu')
    await page.getByRole('option', { name: '吴桐' }).click()
    await page.getByRole('button', { name: '提交' }).click()
    await until(page, 'he is asked', async () =>
      (await rep('GET', '/notices')).notices.some((one) => one.kind === 'mentioned' && one.record?.id === deal.id))
    await assign(page, '徐青', 'mouse')
    await until(page, 'the deal is hers', async () => (await ownerOf()) === heir)
  })

  await tally.journey("a manager's Monday by keyboard alone", async () => {
    const { deal, ownerOf } = await monday('周一键盘')
    await page.goto(`${base}/`)
    await page.getByRole('heading', { name: /商机漏斗/ }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await page.waitForURL(/view=board/)
    await page.getByRole('link', { name: '周一键盘产线改造' }).first().waitFor()
    await tabTo(page, '周一键盘产线改造')
    await tabTo(page, /周一键盘产线改造.+|.+周一键盘产线改造/) // its menu
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: stages[1].name }).waitFor()
    await downTo(page, stages[1].name)
    await page.keyboard.press('Enter')
    await until(page, 'the deal moved', async () =>
      (await manager('GET', `/records/opportunity/${deal.id}`)).stage.name === stages[1].name)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('周一键盘产线')
    await page.getByRole('option', { name: /周一键盘产线改造/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '周一键盘产线改造' }).waitFor()
    await page.locator('.composer textarea').waitFor()
    await tabTo(page, '评论')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('谁去现场？@wu')
    await page.getByRole('option', { name: '吴桐' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await until(page, 'he is asked', async () =>
      (await rep('GET', '/notices')).notices.some((one) => one.kind === 'mentioned' && one.record?.id === deal.id))
    await assign(page, '徐青', 'keys')
    await until(page, 'the deal is hers', async () => (await ownerOf()) === heir)
  })
  troubles.push(...page.troubles)

  await tally.journey('nothing strange happened that week', async () => {
    expect(troubles.length === 0, troubles.join('\n'))
  })
  await page.close()
}

// In an open menu: down until the focus is on what is called so.
async function downTo(page, name) {
  for (let i = 0; i < 20; i++) {
    const at = await page.evaluate(() => document.activeElement?.innerText.trim())
    if (at === name) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`no way by arrows to ${name}`)
}

// From the record's menu: to whom, by name.
async function assign(page, name, how) {
  const more = page.locator('.record-actions').getByRole('button', { name: '更多' })
  const item = page.getByRole('menuitem', { name: /转移|转交|移交/ })
  if (how === 'mouse') {
    await more.click()
    await item.click()
  } else {
    await page.reload()
    await more.waitFor()
    await tabTo(page, '更多', 'Tab', '.record-actions')
    await page.keyboard.press('Enter')
    await item.waitFor()
    const wanted = await item.innerText()
    await downTo(page, wanted)
    await page.keyboard.press('Enter')
  }
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  const box = dialog.getByRole('combobox').first()
  if (how === 'mouse') await box.click()
  await page.keyboard.type(name)
  await page.getByRole('option', { name }).waitFor()
  if (how === 'mouse') await page.getByRole('option', { name }).click()
  else await page.keyboard.press('Enter')
  if (how === 'mouse') await dialog.getByRole('button', { name: /转移|转交|移交/ }).last().click()
  else {
    await tabTo(page, /^(转移|转交|移交)/)
    await page.keyboard.press('Enter')
  }
  await dialog.waitFor({ state: 'hidden' })
}
