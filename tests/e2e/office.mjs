// The administrator's pages: what the company says of itself, who merges, who leaves.
import { expect, logIn, openPage, person } from './lib.mjs'
import { until } from './team.mjs'

export async function office(tally, context, base) {
  const api = await person(base)
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base)

  await tally.journey('the company tells its name, account and closing day', async () => {
    await page.goto(`${base}/company`)
    await page.getByLabel('公司名称').fill('苏州拓远智能装备有限公司')
    await page.getByLabel('月结日').selectOption('25')
    await page.getByRole('button', { name: '添加账户' }).click()
    await page.getByLabel('开户行').fill('招商银行苏州分行')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.locator('.company-bank .field-error').waitFor() // at its field, the rest stays
    await page.getByLabel('账号').fill('512900000000001')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByText('已保存').first().waitFor()
    const company = await api('GET', '/company')
    expect(company.closing_day === 25 && company.banks[0].currency === 'CNY', 'it is kept')
    await page.reload()
    await page.getByRole('heading', { name: '公司设置' }).waitFor()
    expect((await page.getByLabel('公司名称').inputValue()) === company.name, 'and shown again')
  })

  await tally.journey('two customers that are one are merged from the list', async () => {
    const one = await api('POST', '/records/account', { name: '无锡海博传动', grade: 'B' })
    const two = await api('POST', '/records/account?allow_duplicates=1',
      { name: '海博传动（无锡）', grade: 'A', industry: '机械' })
    await api('POST', '/records/contact', { name: '孙工', account: two.id })
    await page.goto(`${base}/o/account?where=${encodeURIComponent('name contains "海博"')}&sort=created_at`)
    await page.getByText('海博传动（无锡）').first().waitFor()
    await page.getByRole('checkbox', { name: '选择已加载的全部行' }).first().check()
    await page.getByRole('toolbar').getByRole('button', { name: '合并这两条' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radiogroup', { name: '客户级别' }).getByText('A 级').click()
    await dialog.getByRole('radiogroup', { name: '保留' }).getByText('无锡海博传动').click()
    await dialog.getByText('联系人 1 条').waitFor()
    await dialog.getByRole('button', { name: '合并', exact: true }).click()
    await page.waitForURL(new RegExp(`/o/account/${one.id}`))
    const kept = await api('GET', `/records/account/${one.id}`)
    expect(kept.grade === 'A' && kept.industry === '机械', 'the chosen values stand there')
    expect(kept.contacts === 1 || kept.contacts === '1', 'the contact came along')
  })

  await tally.journey('who restores a merged one hears that the rest stays', async () => {
    await page.goto(`${base}/o/account?bin=true&where=${encodeURIComponent('name contains "海博"')}`)
    await page.getByText('海博传动（无锡）').first().waitFor()
    await page.getByRole('checkbox', { name: '选择已加载的全部行' }).first().check()
    await page.getByRole('toolbar').getByRole('button', { name: '恢复', exact: true }).click()
    await page.getByText('「海博传动（无锡）」曾合并到「无锡海博传动」').first().waitFor()
    const where = encodeURIComponent('name contains "海博"')
    await until(page, 'both are there', async () =>
      (await api('GET', `/records/account?where=${where}&fields=name,contacts`)).records.length === 2)
    const rows = (await api('GET', `/records/account?where=${where}&fields=name,contacts`)).records
    const kept = rows.find((row) => row.name === '无锡海博传动')
    expect(Number(kept.contacts) === 1, 'the contact stays')
  })

  await tally.journey('a duplicate is told on the page and merged by keyboard', async () => {
    const one = await api('POST', '/records/account', { name: '常州博远机械有限公司' })
    await api('POST', '/records/account?allow_duplicates=1', { name: '常州博远机械' })
    await page.goto(`${base}/o/account/${one.id}`)
    await page.getByRole('button', { name: /与「常州博远机械」合并/ }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radiogroup', { name: '客户名称' }).waitFor()
    await dialog.getByRole('button', { name: '合并', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/已合并到「常州博远机械有限公司」/).first().waitFor()
    const left = await api('GET', '/records/account?where=' + encodeURIComponent('name contains "常州博远"'))
    expect(left.records.length === 1, 'one is left')
  })

  await tally.journey('why somebody does not see a record, in words', async () => {
    const deal = await api('POST', '/records/account', { name: '嘉兴为什么传动' })
    await api('POST', '/records/user', { name: '周新人', login: 'zhou.xinren' })
    await page.goto(`${base}/o/account/${deal.id}`)
    await page.locator('.record-actions').getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '谁能看到，为什么' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill('周新')
    await page.getByRole('option', { name: '周新人' }).click()
    await dialog.getByText('不能查看').waitFor()
    await dialog.getByText('没有哪个角色允许查看客户').first().waitFor()
    await page.keyboard.press('Escape')
  })

  await tally.journey('nothing strange happened in the office', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
