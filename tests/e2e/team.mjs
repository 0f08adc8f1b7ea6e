// A small team with something to do: a manager, two reps and finance, each with a log-in.
import { password, person } from './lib.mjs'

const people = [
  // login, name, role, led by
  ['qin.lan', '秦岚', 'sales_manager', null],
  ['wu.tong', '吴桐', 'sales_rep', 'qin.lan'],
  ['xu.qing', '徐青', 'sales_rep', 'qin.lan'],
  ['fan.min', '范敏', 'finance', null],
]

const hired = new Map() // by server: journeys share the team

export async function hireTeam(base) {
  if (!hired.has(base)) hired.set(base, hire(base))
  return hired.get(base)
}

async function hire(base) {
  const admin = await person(base)
  const dept = await admin('POST', '/records/department', { code: 'east-team', name: '华东销售部' })
  const team = { ids: {}, as: {} }
  for (const [login, name, role, leader] of people) {
    const user = await admin('POST', '/records/user', {
      login, name, dept: dept.id, ...(leader ? { leader: team.ids[leader] } : {}),
    })
    team.ids[login] = user.id
    await admin('POST', `/users/${user.id}/password`, { password })
    await admin('POST', `/records/user/${user.id}/verbs/assign_roles`, { roles: role })
    team.as[login] = await person(base, login, password)
  }
  return team
}

export const day = (plus) => new Date(Date.now() + plus * 86_400_000).toISOString().slice(0, 10)

// A customer's contract in force, its money due in two instalments.
export async function signedContract(team, name, amount) {
  const rep = team.as['wu.tong']
  const manager = team.as['qin.lan']
  const account = await rep('POST', '/records/account', { name })
  const contract = await rep('POST', '/records/contract', {
    name: `${name}合同`, account: account.id, amount,
  })
  const at = `/records/contract/${contract.id}/verbs`
  await rep('POST', `${at}/plan`, { instalments: JSON.stringify([
    { kind: 'advance', basis: 'date', due_date: day(-5), share: '30' },
    { kind: 'shipment', basis: 'date', due_date: day(25), share: '70' },
  ]) })
  await rep('POST', `${at}/submit`, {})
  await manager('POST', `${at}/approve`, { note: '同意' })
  await rep('POST', `${at}/sign`, { date: day(0) })
  return { account, contract }
}

// Asks again until it holds: what a page has told the server may take a moment.
export async function until(page, what, holds) {
  for (let i = 0; i < 80; i++) {
    if (await holds()) return
    await page.waitForTimeout(100)
  }
  throw new Error(what)
}
