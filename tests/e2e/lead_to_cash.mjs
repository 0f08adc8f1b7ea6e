// The main line of the loop in the browser, from an opportunity to its money.
import { expect, logIn, openPage, person } from './lib.mjs'

async function run(page, verb) {
  await page.getByRole('button', { name: verb, exact: true }).first().click()
}

export async function leadToCash(tally, context, base) {
  const api = await person(base)
  const page = await openPage(context, base)
  await context.clearCookies()
  await logIn(page, base)
  const account = await api('POST', '/records/account', { name: '宁波瑞丰自动化有限公司' })
  const opportunity = await api('POST', '/records/opportunity', {
    name: '宁波瑞丰 · 产线改造', account: account.id, amount: '1286000.00',
    expected_close: '2030-12-18',
  })

  await tally.journey('an opportunity advances along its stages', async () => {
    await page.goto(`${base}/o/opportunity/${opportunity.id}`)
    await page.getByRole('heading', { name: /产线改造/ }).waitFor()
    await run(page, '推进到下一阶段')
    const dialog = page.getByRole('dialog')
    if (await dialog.isVisible().catch(() => false)) {
      await dialog.getByRole('button', { name: /推进|确定/ }).last().click()
    }
    await page.waitForFunction(async (path) => {
      const answer = await fetch(path)
      return (await answer.json()).stage.name === '需求确认'
    }, `${base}/api/v1/records/opportunity/${opportunity.id}`)
  })

  await tally.journey('the board shows it in its column', async () => {
    await page.goto(`${base}/o/opportunity?view=board`)
    await page.getByText('宁波瑞丰 · 产线改造').first().waitFor()
  })

  await tally.journey('a contract shows what is planned, received and open', async () => {
    const contract = await api('POST', '/records/contract', {
      name: '宁波瑞丰产线改造合同', account: account.id, opportunity: opportunity.id,
      amount: '1000000.00',
    })
    const verb = (name, body) =>
      api('POST', `/records/contract/${contract.id}/verbs/${name}`, body)
    await verb('plan', { instalments: JSON.stringify([
      { kind: 'advance', basis: 'date', due_date: '2030-01-31', share: '30' },
      { kind: 'shipment', basis: 'date', due_date: '2030-03-31', share: '70' },
    ]) })
    await page.goto(`${base}/o/contract/${contract.id}`)
    await page.getByRole('heading', { name: /产线改造合同/ }).waitFor()
    await page.getByText(/300,000/).first().waitFor()
    await page.getByText(/700,000/).first().waitFor()
  })

  await tally.journey('the paper of a contract has the amount in words', async () => {
    const list = await api('GET', '/records/contract?limit=1')
    const paper = await page.goto(`${base}/api/v1/print/contract/${list.records[0].id}`)
    expect(paper.ok(), `status ${paper.status()}`)
    await page.getByText('壹佰万元整').waitFor()
  })

  await tally.journey('nothing strange happened on the way to cash', async () => {
    expect(page.troubles.length === 0, page.troubles.join('\n'))
  })
  await page.close()
}
