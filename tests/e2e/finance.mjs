// Finance matches money to what is owed: by mouse, then by keyboard alone.
import { expect, logIn, openPage, password, tabTo } from './lib.mjs'
import { hireTeam, signedContract, until } from './team.mjs'

export async function finance(tally, context, base) {
  const team = await hireTeam(base)
  const fan = team.as['fan.min']
  const mouse = await signedContract(team, '慈溪联恒轴承', '500000.00')
  const keys = await signedContract(team, '余姚正泰模具', '800000.00')
  const receipt = async (account, amount) => {
    const made = await fan('POST', '/records/receipt', { amount, ...(account ? { account } : { payer: '余姚正泰模具' }) })
    await fan('POST', `/records/receipt/${made.id}/verbs/confirm`, {})
    return made
  }
  const rest = async (made) => (await fan('GET', `/records/receipt/${made.id}`)).unallocated
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base, 'fan.min', password)

  await tally.journey('finance matches a receipt as proposed, by mouse', async () => {
    const made = await receipt(mouse.account.id, '150000.00')
    await page.goto(`${base}/money`)
    const row = page.locator('.waiting > li').filter({ hasText: made.number })
    await row.getByRole('button', { name: '按建议核销' }).click()
    await page.getByText(`回款 ${made.number} 已核销`).first().waitFor()
    await until(page, 'the receipt is matched', async () => Number(await rest(made)) === 0)
    await row.waitFor({ state: 'hidden' })
  })

  await tally.journey('finance splits a receipt by hand, by mouse', async () => {
    const made = await receipt(mouse.account.id, '200000.00')
    await page.goto(`${base}/o/receipt/${made.id}`)
    await page.locator('.record-actions').getByRole('button', { name: '核销' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '清除' }).click()
    await dialog.getByLabel('核销金额 1').fill('12万')
    await dialog.getByText('剩余 ¥80,000').waitFor()
    await dialog.getByRole('button', { name: '核销', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await until(page, 'eighty thousand are left', async () => Number(await rest(made)) === 80_000)
  })

  await tally.journey('finance records, claims and matches a receipt by keyboard alone', async () => {
    const made = await receipt(null, '300000.00')
    await page.goto(`${base}/money`)
    await page.getByText(made.number).first().waitFor()
    await tabTo(page, '登记回款') // the page is entered; what waits is after it
    await page.locator('.waiting > li').filter({ hasText: made.number }).waitFor()
    await tabTo(page, made.number)
    await tabTo(page, '认领')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(page, '客户')
    await page.keyboard.type('余姚')
    await page.getByRole('option', { name: '余姚正泰模具' }).waitFor()
    await page.keyboard.press('Enter')
    await tabTo(page, '认领')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.locator('.waiting > li').filter({ hasText: made.number })
      .getByRole('button', { name: '自己分配' }).waitFor()
    await tabTo(page, made.number)
    await tabTo(page, '自己分配')
    await page.keyboard.press('Enter')
    await page.getByLabel('核销金额 1').waitFor()
    await tabTo(page, '核销金额 1')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('240000')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('60000')
    await page.getByText('剩余 ¥0').waitFor()
    await tabTo(page, '核销')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await until(page, 'the receipt is matched', async () => Number(await rest(made)) === 0)
    const plan = await fan('GET', '/records/instalment?sort=due_date&where=' +
      encodeURIComponent(`contract == "${keys.contract.id}"`))
    expect(Number(plan.records[0].remaining) === 0, 'the first instalment is paid')
    expect(Number(plan.records[1].remaining) === 500_000, 'the rest went to the second')
  })

  await tally.journey('nothing strange happened to the money', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
