// Calls of the hand-made pages: receipts that wait, imports, people.
import { day, instant, type World } from './data'
import { refuse } from './refuse'

type Body = Record<string, unknown>

export function unallocated(world: World): Body {
  const accounts = world.tables.get('account') ?? []
  const receipts = (world.tables.get('receipt') ?? []).slice(0, 3)
  const instalments = world.tables.get('instalment') ?? []
  const contracts = world.tables.get('contract') ?? []
  const name = (row: Body | undefined) => String(row?.name ?? row?.number ?? '')
  return {
    receipts: receipts.map((row, index) => ({
      id: row.id,
      number: row.number,
      date: day(-index),
      payer: name(accounts[index]),
      method: 'transfer',
      account: index === 2 ? null : { id: accounts[index]?.id, name: name(accounts[index]) },
      contract: null,
      amount: '120000.00',
      rest: index === 0 ? '120000.00' : '40000.00',
      owner: null,
      proposals:
        index === 2
          ? []
          : [0, 1].map((at) => ({
              instalment: { id: instalments[at]?.id, name: String(instalments[at]?.number ?? '') },
              contract: { id: contracts[at]?.id, name: name(contracts[at]) },
              amount: index === 0 ? '60000.00' : '20000.00',
            })),
    })),
  }
}

const column = (name: string, samples: string[], field: string | null, confidence: number) => ({
  name,
  samples,
  field,
  confidence,
})

const first = {
  id: '7001',
  object: 'account',
  state: 'checked',
  file: '客户名单 2026.csv',
  encoding: 'GB18030',
  separator: ',',
  sheets: [],
  columns: [
    column('公司名称', ['苏州恒远精密制造有限公司', '无锡启航食品有限公司'], 'name', 100),
    column('电话', ['0512-66778899', '138 0013 8000'], 'phone', 90),
    column('所属行业', ['精密制造', '食品'], 'industry', 72),
    column('备注', ['', '老客户'], null, 0),
  ],
  options: { mode: 'create', duplicates: 'skip' },
  rows: 1240,
  sound: 1212,
  bad: 16,
  duplicates: 12,
  created: 0,
  updated: 0,
  skipped: 0,
  done: 1240,
  issues: [
    {
      row: 18,
      column: '公司名称',
      field: 'name',
      code: 'required',
      message: '请填写客户名称。',
      value: '',
    },
    {
      row: 77,
      column: '电话',
      field: 'phone',
      code: 'phone',
      message: '这不是电话号码。',
      value: '未知',
    },
  ],
  job: null,
  created_at: instant(-2),
}
const imports: Body[] = [
  first,
  {
    ...first,
    id: '7000',
    state: 'done',
    file: '线索.xlsx',
    object: 'lead',
    created: 300,
    bad: 0,
    issues: [],
    created_at: instant(-50),
  },
]

export function importsRoute(method: string, parts: string[], body: Body): unknown {
  const [, id, act] = parts
  if (id === undefined) {
    if (method === 'GET') return { imports }
    imports.unshift({ ...first, id: String(7002 + imports.length) })
    return imports[0]
  }
  const found = imports.find((one) => one.id === id) ?? refuse(404, '没有这次导入。')
  if (method === 'PATCH') Object.assign(found, { options: body.options })
  if (act === 'run') Object.assign(found, { state: 'done', created: found.sound, skipped: 12 })
  if (act === 'undo') Object.assign(found, { state: 'undone' })
  return found
}
