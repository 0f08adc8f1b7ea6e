// Lists, counts and aggregates over the invented records.
import { evaluate } from '../../base/expr/evaluate'
import { parseExpression, tryParse } from '../../base/expr/parse'
import { addDecimals, compareDecimals, decimalText, parseDecimal } from '../../base/decimal'
import { today, type World } from './data'
import type { ListAnswer, RecordRow, Reference } from '../types'

export function valueAt(world: World, object: string, row: RecordRow, path: string): unknown {
  const [first = '', ...rest] = path.split('.')
  const value = row[first]
  if (rest.length === 0) return value ?? null
  const field = world.objects.find((o) => o.object === object)?.fields.find((f) => f.name === first)
  const target =
    field?.type === 'user' || field?.type === 'department' ? field.type : field?.settings?.target
  const next = world.tables.get(target ?? '')?.find((r) => r.id === (value as Reference | null)?.id)
  return next && target ? valueAt(world, target, next, rest.join('.')) : null
}

export function matching(world: World, object: string, where: string, me: string): RecordRow[] {
  const rows = world.tables.get(object) ?? []
  const root = where.trim() === '' ? null : parseExpression(where)
  if (!root) return rows
  const stages = new Map((world.tables.get('stage') ?? []).map((stage) => [stage.id, stage]))
  return rows.filter((row) => {
    const stage = stages.get((row.stage as Reference | null)?.id ?? '')
    const values = stage ? { ...row, 'stage.kind': stage.kind, 'stage.code': stage.code } : row
    return evaluate(root, { values, me, today }) === true
  })
}

function compare(a: unknown, b: unknown): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1
  if (b === null || b === undefined) return -1
  const x = text(a)
  const y = text(b)
  const p = parseDecimal(x)
  const q = parseDecimal(y)
  return p && q ? compareDecimals(p, q) : x.localeCompare(y, 'zh')
}

function text(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value
    ? String(value.name)
    : String(value)
}

export function sorted(world: World, object: string, rows: RecordRow[], sort: string): RecordRow[] {
  const keys = sort.split(',').filter(Boolean)
  if (keys.length === 0) return rows
  return [...rows].sort((a, b) => {
    for (const key of keys) {
      const down = key.startsWith('-')
      const name = down ? key.slice(1) : key
      const left = valueAt(world, object, a, name) ?? null
      const right = valueAt(world, object, b, name) ?? null
      if ((left === null) !== (right === null)) return left === null ? 1 : -1
      const order = compare(left, right)
      if (order !== 0) return down ? -order : order
    }
    return a.id < b.id ? -1 : 1
  })
}

export interface ListQuery {
  where: string
  sort: string
  limit: number
  at: number
  fields: string[]
  count: string
}

export function listAnswer(
  world: World,
  object: string,
  rows: RecordRow[],
  query: ListQuery,
): ListAnswer {
  const page = rows.slice(query.at, query.at + query.limit)
  const end = query.at + page.length
  const records =
    query.fields.length === 0
      ? page
      : page.map((row) => {
          const out: RecordRow = { id: row.id, version: row.version }
          for (const name of query.fields) out[name] = valueAt(world, object, row, name)
          return out
        })
  return {
    records,
    next: end < rows.length ? `c${end}` : null,
    ...(query.count === '' ? {} : { count: rows.length }),
  }
}

export interface AggregateQuery {
  object: string
  where?: string
  group?: string[]
  measures: { fn: string; field?: string }[]
}

export function aggregate(
  world: World,
  rows: RecordRow[],
  query: AggregateQuery,
): Record<string, unknown>[] {
  const groups = new Map<string, { keys: unknown[]; rows: RecordRow[] }>()
  const names = query.group ?? []
  for (const row of rows) {
    const keys = names.map((name) => valueAt(world, query.object, row, name))
    const key = JSON.stringify(keys)
    const found = groups.get(key) ?? { keys, rows: [] }
    found.rows.push(row)
    groups.set(key, found)
  }
  if (groups.size === 0 && names.length === 0) groups.set('', { keys: [], rows: [] })
  return [...groups.values()].map((group) => {
    const out: Record<string, unknown> = {}
    names.forEach((name, index) => {
      out[name] = group.keys[index]
    })
    for (const { fn, field } of query.measures) {
      const key = field ? `${fn}_${field}` : fn
      out[key] =
        fn === 'count' ? group.rows.length : sumOf(group.rows.map((row) => row[field ?? '']))
    }
    return out
  })
}

function sumOf(values: unknown[]): string {
  let total = { units: 0n, scale: 2 }
  for (const value of values) {
    const parsed = parseDecimal(value as string | null)
    if (parsed) total = addDecimals(total, parsed)
  }
  return decimalText(total)
}

export { tryParse }
