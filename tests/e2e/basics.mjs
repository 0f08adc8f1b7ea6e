// Log in, make a customer, find him, change him, delete him and take it back.
import { expect, logIn, openPage, person } from './lib.mjs'

export async function basics(tally, context, base) {
  const page = await openPage(context, base)
  const api = await person(base)

  await tally.journey('a wrong password is refused in words', async () => {
    await page.goto(`${base}/`)
    await page.locator('input[autocomplete=username]').fill('admin')
    await page.locator('input[type=password]').fill('not-the-password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').first().waitFor()
  })

  await tally.journey('log in by keyboard', async () => {
    await logIn(page, base)
    expect(await page.locator('nav').first().isVisible(), 'the side menu is there')
  })

  await tally.journey('create an account in the form, issues at their fields', async () => {
    await page.goto(`${base}/o/account`)
    await page.getByRole('button', { name: '新建客户' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('客户名称').first().fill('苏州恒远精密制造有限公司')
    await dialog.getByRole('button', { name: /保存|创建|新建/ }).last().click()
    await dialog.waitFor({ state: 'hidden' })
    const found = await api('GET', '/records/account?where=' +
      encodeURIComponent('name == "苏州恒远精密制造有限公司"'))
    expect(found.records.length === 1, 'one account was made')
  })

  await tally.journey('the palette finds it by pinyin initials', async () => {
    await page.goto(`${base}/o/account`)
    await page.getByRole('heading', { name: '客户' }).first().waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('hyjm')
    await page.getByRole('option', { name: /苏州恒远精密制造有限公司/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/o\/account\/\d+/)
    await page.getByRole('heading', { name: /苏州恒远精密制造有限公司/ }).waitFor()
  })

  await tally.journey('the whole record, its history and its related lists', async () => {
    for (const tab of [/详细信息|详情/, /变更|历史/]) {
      await page.getByRole('tab', { name: tab }).first().click()
    }
    await page.getByText('KH00001').first().waitFor()
  })

  await tally.journey('nothing strange happened on the way', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
