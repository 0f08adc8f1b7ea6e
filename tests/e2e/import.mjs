// An old customer file: GB18030, 5 % bad rows; the error file repaired, imported again, undone.
import { readFileSync } from 'node:fs'
import { expect, logIn, openPage, person } from './lib.mjs'

// Node only decodes GB18030: the table turned round.
function toGb18030(text) {
  const decoder = new TextDecoder('gb18030')
  const table = new Map()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      if ([...letter].length === 1 && !table.has(letter)) table.set(letter, [lead, trail])
    }
  }
  return Buffer.from([...text].flatMap((letter) =>
    letter.charCodeAt(0) < 0x80 ? [letter.charCodeAt(0)] : table.get(letter)))
}

const rows = 60
const bad = 3

export async function importing(tally, context, base) {
  const api = await person(base)
  await context.clearCookies()
  const page = await openPage(context, base)
  await logIn(page, base)
  const count = async () => (await api('GET', '/records/account?limit=1&count=exact&where=' +
    encodeURIComponent('name contains "旧档案"'))).count
  const bring = async (name, buffer) => {
    await page.goto(`${base}/import?object=account`)
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
    const run = page.getByRole('button', { name: /^导入 \d+ 行$/ })
    await run.waitFor()
    await run.click()
    await page.getByRole('heading', { name: '已完成' }).waitFor()
  }
  let errors = ''

  await tally.journey('a messy GB18030 file: sound rows come in, bad ones are told', async () => {
    const lines = Array.from({ length: rows }, (_, i) =>
      `旧档案${i}号机械厂,${i % 20 === 7 ? '特级' : 'B 级'},0512-6500${1000 + i},机械`)
    await bring('旧客户.csv', toGb18030(['客户名称,客户级别,电话,行业', ...lines].join('\r\n')))
    expect((await count()) === rows - bad, `${rows - bad} came in, not ${await count()}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载错误文件' }).first().click(),
    ])
    errors = readFileSync(await download.path(), 'utf8')
    expect(errors.trim().split('\n').length === bad + 1, errors)
  })

  await tally.journey('the repaired error file completes it, and the import is undone', async () => {
    await bring('修好的.csv', Buffer.from(errors.replaceAll('特级', 'A 级')))
    expect((await count()) === rows, `all ${rows} are there`)
    await page.getByRole('button', { name: '撤销整个导入' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销整个导入' }).click()
    await page.getByRole('heading', { name: '已撤销' }).waitFor()
    expect((await count()) === rows - bad, 'what it brought is gone again')
  })

  await tally.journey('nothing strange happened at the import', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
