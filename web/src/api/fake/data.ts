// A small invented company for development and tests: the same records every time.
import type { Field, ObjectMeta, RecordRow, Reference } from '../types'

export type Tables = Map<string, RecordRow[]>

export const today = '2026-11-23'
export const nowMs = Date.parse('2026-11-23T02:30:00Z')

export class Dice {
  constructor(private seed: number) {}
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }
}

const people = ['李文静', '赵敏', '王志强', '孙雅琪', '张鹏', '陈晓雨', '刘思远', '周海涛']
const depts = ['大客户部', '华东一组', '华南组', '华北组']
const cities = [
  '苏州',
  '无锡',
  '宁波',
  '青岛',
  '合肥',
  '郑州',
  '徐州',
  '南通',
  '佛山',
  '武汉',
  '嘉兴',
  '长沙',
]
const firms = [
  '恒远',
  '启航',
  '中科',
  '博世通',
  '明德',
  '德邦',
  '瑞丰',
  '华创',
  '盛达',
  '联合',
  '云帆',
  '金泰',
]
const trades = ['精密制造', '食品', '化工', '物流', '自动化设备', '电子科技', '包装', '医疗器械']
const projects = [
  '节能改造',
  'MES 系统',
  '试点项目',
  '云服务年费',
  '扩容二期',
  '机器视觉',
  '检测设备',
  '仓储货架',
  '产线改造',
  '设备租赁',
]
const contacts = ['周建华', '沈丽', '何伟', '吴芳', '郑凯', '冯磊', '许倩', '韩梅']
const steps = [
  '确认付款条款',
  '补充资质文件',
  '技术方案评审',
  '预约产线参观',
  '拜访采购总监',
  '发送报价单 V2',
  '等待客户立项',
]
const notes = [
  '客户确认预算 130 万以内，希望 12 月 5 日前拿到最终报价。',
  '参观现有产线，设备科提出需兼容两台旧机床的数据采集。',
  '电话沟通付款方式，倾向 3-4-3。',
]

const stages: [string, string, string, string, string][] = [
  ['first', '初步接触', '#7C8AA5', '10.00', 'open'],
  ['needs', '需求确认', '#4C7DF0', '25.00', 'open'],
  ['proposal', '方案报价', '#2B5CE6', '50.00', 'open'],
  ['negotiation', '商务谈判', '#7A4FE0', '75.00', 'open'],
  ['won', '赢单', '#0E8A5F', '100.00', 'won'],
  ['lost', '输单', '#8A919E', '0.00', 'lost'],
]

const sizes: Record<string, number> = {
  account: 400,
  contact: 300,
  opportunity: 4000,
  lead: 300,
  activity: 500,
  quote: 120,
  contract: 80,
  product: 24,
  user: people.length,
  department: depts.length,
  stage: stages.length,
  pipeline: 1,
  receipt: 60,
  instalment: 120,
  task: 40,
  campaign: 6,
  opportunity_line: 0,
  quote_line: 0,
  needs: 0,
}

export const day = (offset: number): string =>
  new Date(nowMs + offset * 86_400_000).toISOString().slice(0, 10)
export const instant = (offsetHours: number): string =>
  new Date(nowMs + offsetHours * 3_600_000).toISOString()

function idOf(object: ObjectMeta, index: number): string {
  return `${object.number}${String(index).padStart(6, '0')}`
}

function nameOf(object: string, index: number, dice: Dice): string {
  const city = cities[index % cities.length]!
  const firm = firms[(index * 7 + Math.floor(index / 12)) % firms.length]!
  switch (object) {
    case 'user':
      return people[index]!
    case 'department':
      return depts[index]!
    case 'stage':
      return stages[index]![1]
    case 'pipeline':
      return '标准销售流程'
    case 'account':
      return `${city}${firm}${dice.pick(trades)}有限公司`
    case 'contact':
      return dice.pick(contacts)
    case 'lead':
      return `${city}${firm}${dice.pick(trades)}`
    case 'product':
      return `${dice.pick(['数控机床', '视觉检测仪', '输送线', '备件包', '机械臂'])} ${String.fromCharCode(65 + index)}${index + 1}`
    case 'activity':
      return dice.pick(['电话沟通', '拜访签到', '微信沟通', '方案讲解'])
    default:
      return `${city}${firm} · ${dice.pick(projects)}`
  }
}

export interface World {
  objects: ObjectMeta[]
  tables: Tables
}

function reference(world: World, target: string, dice: Dice): Reference | null {
  const object = world.objects.find((other) => other.object === target)
  const rows = world.tables.get(target)
  if (!object || !rows || rows.length === 0) return null
  const row = dice.pick(rows)
  return { id: row.id, name: String(row[object.title_field] ?? row.id) }
}

function valueOf(world: World, field: Field, dice: Dice): unknown {
  const settings = field.settings ?? {}
  const type =
    field.type === 'formula' || field.type === 'rollup'
      ? (settings.result_type ?? 'integer')
      : field.type
  if (!field.required && field.type !== 'money' && field.type !== 'user' && dice.next() < 0.12)
    return null
  switch (type) {
    case 'user':
    case 'department':
      return reference(world, type, dice)
    case 'lookup':
      return reference(world, settings.target ?? '', dice)
    case 'money':
      return `${(dice.below(1800) + 12) * 1000}.00`
    case 'decimal':
      return `${dice.below(50) + 1}.00`
    case 'percent':
      return `${dice.below(100)}.00`
    case 'integer':
    case 'progress':
      return dice.below(60)
    case 'rating':
      return dice.below(5) + 1
    case 'boolean':
      return dice.next() < 0.2
    case 'date':
      return day(dice.below(120) - 30)
    case 'month':
      return day(dice.below(120)).slice(0, 7)
    case 'datetime':
      return instant(-dice.below(600))
    case 'select':
      return settings.options?.length ? dice.pick(settings.options).key : null
    case 'multi_select':
      return dice.next() < 0.8
        ? []
        : [settings.options?.[dice.below(settings.options.length)]?.key ?? 'key']
    case 'phone':
      return `138${String(dice.below(100_000_000)).padStart(8, '0')}`
    case 'email':
      return `user${dice.below(900)}@example.com`
    case 'url':
      return 'https://example.com'
    case 'address':
      return { province: '江苏省', city: '苏州市', district: '工业园区', detail: '星湖街 328 号' }
    case 'attachment':
    case 'lines':
      return []
    case 'long_text':
      return dice.pick(notes)
    case 'text':
      return field.name === 'next_step'
        ? dice.pick(steps)
        : field.name === 'industry'
          ? dice.pick(trades)
          : null
    default:
      return null
  }
}

function build(world: World, object: ObjectMeta, index: number, dice: Dice): RecordRow {
  const row: RecordRow = { id: idOf(object, index), version: 1 + dice.below(6) }
  for (const field of object.fields) row[field.name] = valueOf(world, field, dice)
  const name = nameOf(object.object, index, dice)
  row[object.title_field] = name
  row.created_at = instant(-24 * (dice.below(300) + 1))
  row.updated_at = instant(-dice.below(40))
  if ('number' in row)
    row.number = `${object.object.slice(0, 2).toUpperCase()}2026${String(index + 1).padStart(5, '0')}`
  if (object.object === 'stage') {
    const [code, title, color, rate, kind] = stages[index]!
    Object.assign(row, { code, name: title, color, win_rate: rate, kind, position: index + 1 })
  }
  if (object.object === 'opportunity') finishOpportunity(world, row, dice)
  return row
}

function finishOpportunity(world: World, row: RecordRow, dice: Dice): void {
  const account = row.account as Reference | null
  const stage = dice.pick(world.tables.get('stage') ?? [])
  row.name = `${account?.name.slice(0, 4) ?? '苏州恒远'} · ${dice.pick(projects)}`
  row.stage = { id: stage.id, name: stage.name }
  row.state = stage.kind
  row.win_rate = stage.win_rate
  row.currency = 'CNY'
  row.days_in_stage = dice.below(40)
}

const order = [
  'department',
  'user',
  'pipeline',
  'stage',
  'product',
  'campaign',
  'account',
  'contact',
  'lead',
]

export function makeWorld(objects: ObjectMeta[]): World {
  const world: World = { objects, tables: new Map() }
  const sorted = [...objects].sort((a, b) => rank(a.object) - rank(b.object))
  for (const object of sorted) {
    const dice = new Dice(object.number * 97 + 11)
    const rows: RecordRow[] = []
    world.tables.set(object.object, rows)
    for (let index = 0; index < (sizes[object.object] ?? 12); index++)
      rows.push(build(world, object, index, dice))
  }
  return world
}

function rank(object: string): number {
  const at = order.indexOf(object)
  return at < 0 ? order.length : at
}
