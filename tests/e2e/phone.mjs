// A phone: the first list within its budget, a follow-up in three taps, also without a network.
import { gzipSync } from 'node:zlib'
import { expect, logIn, openPage, person } from './lib.mjs'

const phone = { width: 390, height: 844, prefs: { theme: 'light', language: 'zh-CN' } }
const firstListMax = 205 * 1000 // bytes of gzipped scripts; it may only shrink

export async function phoneDay(tally, context, base) {
  const api = await person(base)
  const account = await api('POST', '/records/account', { name: '张家港手机客户' })
  await context.clearCookies()
  const page = await openPage(context, base, phone)
  await logIn(page, base)

  await tally.journey('the first list of a phone loads no more than its cards need', async () => {
    const fresh = await openPage(context, base, phone)
    const sizes = []
    fresh.on('response', (answer) => {
      if (/\/assets\/.*\.js$/.test(answer.url()))
        sizes.push(answer.body().then((body) => gzipSync(body, { level: 9 }).length, () => 0))
    })
    await fresh.goto(`${base}/o/account`, { waitUntil: 'networkidle' })
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    await fresh.close()
    console.log(`      scripts of a phone's first list: ${Math.round(bytes / 1000)} KB`)
    expect(bytes > 50_000 && bytes < firstListMax, `${bytes} bytes of scripts`)
  })

  const followUps = async (text) => (await api('GET', '/records/activity?limit=9&where=' +
    encodeURIComponent(`content contains "${text}"`))).records.length
  const until = async (text) => {
    for (let i = 0; i < 100 && (await followUps(text)) === 0; i++) await page.waitForTimeout(100)
    await page.waitForTimeout(400)
    expect((await followUps(text)) === 1, `exactly one: ${text}`)
  }
  // Tap the customer, tap "follow up" (the text is spoken or typed), tap "send".
  const note = async (text) => {
    await page.goto(`${base}/o/account`)
    await page.getByText('张家港手机客户').first().waitFor()
    await page.getByText('张家港手机客户').first().click() // 1
    await page.getByRole('button', { name: '写跟进', exact: true }).first().click() // 2
    return async () => {
      await page.keyboard.type(text)
      await page.getByRole('button', { name: '提交' }).click() // 3
    }
  }

  await tally.journey('a follow-up in three taps', async () => {
    const send = await note('手机上三下写完')
    await send()
    await until('手机上三下写完')
    expect(page.url().includes(account.id), 'on the page of the customer')
  })

  await tally.journey('a follow-up in three taps without a network, sent once', async () => {
    const send = await note('电梯里写的')
    await context.setOffline(true)
    await send()
    await page.getByText(/待上传 1/).first().waitFor()
    await context.setOffline(false)
    await until('电梯里写的')
  })

  await tally.journey('nothing strange happened on the phone', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
