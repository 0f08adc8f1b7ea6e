// The Content-Security-Policy: on every page and every answer of HTML, without inline scripts.
import { expect, logIn, openPage, password, person } from './lib.mjs'

const pages = [
  '/', '/login', '/setup', '/workbench', '/o/account', '/o/account/1', '/company', '/people',
  '/no/such/page', '/index.html',
]

function problemsOf(path, answer) {
  const policy = answer.headers.get('content-security-policy') ?? ''
  const parts = new Map(policy.split(';').map((part) => {
    const [name, ...values] = part.trim().split(/\s+/)
    return [name, values]
  }))
  const scripts = parts.get('script-src') ?? parts.get('default-src') ?? ['*']
  const wrong = []
  if (scripts.join(' ') !== "'self'") wrong.push(`${path}: script-src is ${scripts.join(' ')}`)
  for (const [name, wanted] of [
    ['object-src', "'none'"], ['base-uri', "'none'"], ['frame-ancestors', "'none'"],
  ]) {
    if ((parts.get(name) ?? []).join(' ') !== wanted) wrong.push(`${path}: ${name}`)
  }
  if (answer.headers.get('x-content-type-options') !== 'nosniff') wrong.push(`${path}: nosniff`)
  return wrong
}

export async function policy(tally, context, base) {
  const api = await person(base)

  await tally.journey('every answer of HTML forbids inline scripts', async () => {
    const account = await api('POST', '/records/account', { name: '策略有限公司' })
    const deal = await api('POST', '/records/opportunity', { name: '策略', account: account.id })
    const quote = await api('POST', '/records/quote', {
      name: '策略报价', account: account.id, opportunity: deal.id,
      lines: [{ name: '机', quantity: '1', price: '10' }],
    })
    const { token } = await fetch(`${base}/api/v1/session`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login: 'admin', password }),
    }).then((answer) => answer.json())
    const wrong = []
    let html = 0
    for (const path of [...pages, `/api/v1/print/quote/${quote.id}`, '/api/v1/no/such', '/readyz']) {
      const answer = await fetch(base + path, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'text/html' },
      })
      const text = await answer.text()
      wrong.push(...problemsOf(path, answer))
      if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) continue
      html++
      if (/<script(?![^>]*\ssrc=)[^>]*>/i.test(text)) wrong.push(`${path}: an inline script`)
      if (/\son\w+\s*=\s*["']/i.test(text)) wrong.push(`${path}: an inline handler`)
      if (/javascript:/i.test(text)) wrong.push(`${path}: a javascript: address`)
    }
    expect(html >= pages.length, `${html} answers were HTML`)
    expect(wrong.length === 0, wrong.join('\n'))
  })

  await tally.journey('the browser refuses a script that is slipped in', async () => {
    await context.clearCookies()
    const page = await openPage(context, base)
    await logIn(page, base)
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.slipped = true'
      document.body.append(script)
      const image = document.createElement('div')
      image.innerHTML = '<img src="/no.png" onerror="window.slipped = true">'
      document.body.append(image)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return window.slipped === true
    })
    expect(!ran, 'neither the script nor the handler ran')
    await page.close()
  })
}
