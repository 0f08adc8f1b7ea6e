// The same vectors as the server's (tests/expr): what the browser says is what the server says, or
// it says that it cannot know.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareDecimals, parseDecimal } from '../decimal'
import { evaluateValue, textOf, type Surroundings } from './evaluate'
import { tryParse } from './parse'
import { isNum, isRef, readMoment, type Kind, type Maybe } from './value'

interface Field {
  name: string
  type: string
  settings?: { target?: string; result_type?: string; fn?: string }
}
interface Company {
  now: string
  zone: string
  object: string
  me: string
  my_dept: string
  my_depts: string[]
  my_team: string[]
  names: Record<string, { kind: string; value: unknown }>
  objects: { object: string; fields: Field[]; title_field: string; key_field?: string }[]
  record: Record<string, unknown>
}
interface Vectors {
  filter?: boolean
  record?: Record<string, unknown>
  cases: [string, unknown][]
}

const folder = resolve(import.meta.dirname, '../../../../tests/expr')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
const company = read<Company>('company.json')

// Only the server has the working calendar.
const serverOnly = /\b(isworkday|workday|networkdays)\(/

const kinds: Record<string, Kind> = {
  integer: 'number',
  decimal: 'number',
  money: 'number',
  rating: 'number',
  progress: 'percent',
  percent: 'percent',
  boolean: 'boolean',
  date: 'date',
  month: 'month',
  datetime: 'instant',
  user: 'reference',
  department: 'reference',
  lookup: 'reference',
  multi_select: 'list',
  phone: 'phone',
}

function fieldAt(path: string): Field | undefined {
  let object = company.object
  let found: Field | undefined
  for (const step of path.split('.')) {
    found =
      step === 'owner'
        ? { name: 'owner', type: 'user' }
        : company.objects.find((one) => one.object === object)?.fields.find((f) => f.name === step)
    object =
      found?.type === 'user' || found?.type === 'department'
        ? found.type
        : (found?.settings?.target ?? '')
  }
  return found
}

function kindOf(path: string): Kind | undefined {
  const named = company.names[path]
  if (named) return named.kind === 'decimal' ? 'number' : 'text'
  if (path === 'created_at') return 'instant'
  if (path === 'owner') return 'reference'
  const field = fieldAt(path)
  if (field?.type === 'formula' || field?.type === 'rollup') {
    if (path === 'cost_share') return 'percent'
    return 'number'
  }
  return field ? kinds[field.type] : undefined
}

function around(record: Record<string, unknown>): Surroundings {
  const values: Record<string, unknown> = {}
  for (const [path, value] of Object.entries({
    'account.parent': null, // the record has none
    ...company.record,
    ...record,
  })) {
    values[path] = value
    if (kindOf(path) !== 'reference' || value === null) continue
    const field = fieldAt(path)
    const target = field?.type === 'lookup' ? field.settings?.target : field?.type
    const object = company.objects.find((one) => one.object === target)
    const key = company.record[`${path}.${object?.key_field ?? object?.title_field}`]
    values[path] = { id: String(value), ...(key === undefined ? {} : { key: String(key) }) }
  }
  for (const [name, one] of Object.entries(company.names)) values[name] = one.value
  return {
    values,
    me: company.me,
    dept: company.my_dept,
    depts: company.my_depts,
    team: company.my_team,
    today: company.now.slice(0, 10),
    now: readMoment(company.now, company.zone)!.ms,
    zone: company.zone,
    kindOf,
  }
}

function agrees(value: Maybe, wanted: unknown): boolean {
  if (value === undefined) return false
  if (wanted === null) return value === null || value === ''
  if (typeof wanted === 'number') {
    const text = wanted.toFixed(6)
    return isNum(value) && compareDecimals(value, parseDecimal(text)!) === 0
  }
  if (typeof wanted === 'boolean') return value === wanted || (value === null && !wanted)
  return (isRef(value) ? value.key : (textOf(value) ?? '')) === wanted
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  if (file === 'company.json' || file === 'issues.json') continue // refusals are the server's
  const vectors = read<Vectors>(file)
  describe(`expressions: ${file}`, () => {
    const surroundings = around(vectors.record ?? {})
    for (const [text, wanted] of vectors.cases) {
      if (typeof wanted === 'object' && wanted !== null) continue // an issue
      if (text.trim() === '') continue
      it(text, () => {
        const node = tryParse(text)
        const value = node ? evaluateValue(node, surroundings) : undefined
        if (serverOnly.test(text)) expect(value).toBeUndefined()
        else expect(agrees(value, wanted)).toBe(true)
      })
    }
  })
}
