// Evaluates a parsed expression over one record as the API gives it (docs/expressions.md).
// `undefined` means "the browser cannot know" (a path into another record, working days): callers
// leave the matter to the server.
import { compareDecimals } from '../decimal'
import { functions } from './functions'
import type { Node } from './parse'
import {
  fold,
  fromApi,
  int,
  isDay,
  isEmpty,
  isMoment,
  isNum,
  isRef,
  num,
  numberText,
  order,
  readMoment,
  type Kind,
  type Maybe,
  type Value,
} from './value'
import { addNumbers, asDay, asNumber, divide, multiply, negate, shiftDays } from './arithmetic'

export interface Surroundings {
  values: Readonly<Record<string, unknown>>
  me: string
  today: string
  kindOf?: (path: string) => Kind | undefined
  hasKey?: (path: string) => boolean // the target is called by a key that the API does not send
  team?: readonly string[]
  dept?: string
  depts?: readonly string[]
  now?: number
  zone?: string
}

export const zoneOf = (around: Surroundings): string => around.zone ?? 'Asia/Shanghai'

function readField(steps: readonly string[], around: Surroundings): Maybe {
  const path = steps.join('.')
  const kind = around.kindOf?.(path)
  if (path in around.values) {
    const value = fromApi(around.values[path] ?? null, kind, zoneOf(around))
    return isRef(value) && around.hasKey?.(path) ? { ...value, key: undefined } : value
  }
  if (steps.length < 2) return undefined
  const before = readField(steps.slice(0, -1), around)
  if (before === null) return null // a path through an empty relation is empty
  return isRef(before) && steps.at(-1) === 'id' ? before.id : undefined
}

const people = (ids: readonly string[] | undefined): Maybe =>
  ids?.map((id): Value => ({ t: 'r', id, key: undefined }))

function path(steps: readonly string[], around: Surroundings): Maybe {
  const whole = steps.join('.').toLowerCase()
  if (whole === 'me') return { t: 'r', id: around.me, key: undefined }
  if (whole === 'my.team') return people(around.team)
  if (whole === 'my.depts') return people(around.depts)
  if (whole === 'my.dept')
    return around.dept === undefined ? undefined : { t: 'r', id: around.dept, key: undefined }
  return readField(steps, around)
}

const truth = (value: Maybe): boolean | undefined =>
  value === undefined ? undefined : value === true

function logic(op: string, left: boolean | undefined, right: () => boolean | undefined): Maybe {
  const ends = op === 'or'
  if (left === ends) return ends
  const other = right()
  if (other === ends) return ends
  return left === undefined || other === undefined ? undefined : !ends
}

export function same(a: Value, b: Value, around: Surroundings): boolean | undefined {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b)
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b
  const found = order(a, b, zoneOf(around))
  return found === undefined ? undefined : found === 0
}

// In a list; undefined only when no item is the same and one might be.
export function within(
  item: Value,
  list: readonly Value[],
  around: Surroundings,
): boolean | undefined {
  let unsure = false
  for (const one of list.flatMap((each) => (Array.isArray(each) ? each : [each]))) {
    const found = same(item, one, around)
    if (found === true) return true
    unsure ||= found === undefined
  }
  return unsure ? undefined : false
}

const not = (value: boolean | undefined): boolean | undefined =>
  value === undefined ? undefined : !value

export function contains(whole: Value, part: Value, around: Surroundings): boolean | undefined {
  if (isEmpty(whole) || isEmpty(part)) return false
  if (Array.isArray(whole)) return within(part, whole, around)
  const text = textOf(whole)
  const wanted = textOf(part)
  return text === undefined || wanted === undefined
    ? undefined
    : fold(text ?? '').includes(fold(wanted ?? ''))
}

// As & writes it: numbers in their shortest form, references by their key.
export function textOf(value: Value): string | null | undefined {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (isNum(value)) return numberText(value)
  if (isDay(value)) return value.day
  if (isRef(value)) return value.key
  if (isMoment(value)) return new Date(value.ms).toISOString()
  if (Array.isArray(value)) {
    const parts = value.map(textOf)
    return parts.includes(undefined) ? undefined : parts.filter((one) => one !== null).join(', ')
  }
  return value.month
}

function compare(op: string, a: Value, b: Value, around: Surroundings): boolean | undefined {
  if (isEmpty(a) || isEmpty(b)) return false
  const found = order(a, b, zoneOf(around))
  if (found === undefined) return undefined
  if (found === null) return false
  if (op === '<') return found < 0
  if (op === '<=') return found <= 0
  return op === '>' ? found > 0 : found >= 0
}

function arithmetic(op: string, a: Value, b: Value, around: Surroundings): Maybe {
  if (op === '&') {
    const x = textOf(a)
    const y = textOf(b)
    return x === undefined || y === undefined ? undefined : `${x ?? ''}${y ?? ''}` || null
  }
  if (isEmpty(a) || isEmpty(b)) return null
  const zone = zoneOf(around)
  const dated = isDay(a) || isMoment(a) || isDay(b) || isMoment(b)
  if (dated) return shiftDays(op, a, b, zone)
  const x = asNumber(a)
  const y = asNumber(b)
  if (!x || !y) return null
  if (op === '+') return addNumbers(x, y)
  if (op === '-') return addNumbers(x, negate(y))
  return op === '*' ? multiply(x, y) : divide(x, y)
}

// A phone number is the same however it is grouped.
function canonical(other: Node, value: Maybe, around: Surroundings): Maybe {
  if (typeof value !== 'string' || other.kind !== 'path') return value
  return around.kindOf?.(other.steps.join('.')) === 'phone' ? value.replace(/[\s-]/g, '') : value
}

function binary(node: Extract<Node, { kind: 'binary' }>, around: Surroundings): Maybe {
  const first = evaluateValue(node.left, around)
  if (node.op === 'and' || node.op === 'or')
    return logic(node.op, truth(first), () => truth(evaluateValue(node.right, around)))
  const left = canonical(node.right, first, around)
  const right = canonical(node.left, evaluateValue(node.right, around), around)
  if (left === undefined || right === undefined) return undefined
  const list = Array.isArray(right) ? right : right === null ? [] : [right]
  switch (node.op) {
    case '==':
      return same(left, right, around)
    case '!=':
      return not(same(left, right, around))
    case 'in':
      return within(left, list, around)
    case 'not in':
      return not(within(left, list, around))
    case 'contains':
      return contains(left, right, around)
    case 'not contains':
      return not(contains(left, right, around))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(node.op, left, right, around)
    default:
      return arithmetic(node.op, left, right, around)
  }
}

function literal(node: Extract<Node, { kind: 'literal' }>): Value {
  if (node.exact === undefined) return node.value === '' ? null : (node.value as Value)
  const percent = node.exact.endsWith('%')
  const digits = asNumber(node.exact.replace('%', ''))
  return digits && percent ? num({ units: digits.units, scale: digits.scale + 2 }) : digits
}

function call(node: Extract<Node, { kind: 'call' }>, around: Surroundings): Maybe {
  if (node.name === 'and' || node.name === 'or')
    return node.args.reduce<Maybe>(
      (found, arg) => logic(node.name, truth(found), () => truth(evaluateValue(arg, around))),
      node.name === 'and',
    )
  if (node.name === 'not') return not(truth(evaluateValue(node.args[0]!, around)))
  const run = functions[node.name]
  if (!run) return undefined
  return run(
    node.args.map((arg) => () => evaluateValue(arg, around)),
    around,
  )
}

export function evaluateValue(node: Node, around: Surroundings): Maybe {
  switch (node.kind) {
    case 'literal':
      return literal(node)
    case 'path':
      return path(node.steps, around)
    case 'list': {
      const items = node.items.map((item) => evaluateValue(item, around))
      return items.includes(undefined) ? undefined : (items as Value[])
    }
    case 'call':
      return call(node, around)
    case 'not':
      return not(truth(evaluateValue(node.operand, around)))
    case 'negate': {
      const value = evaluateValue(node.operand, around)
      if (value === undefined || value === null) return value
      const number = asNumber(value)
      return number ? negate(number) : null
    }
    case 'empty': {
      const value = evaluateValue(node.operand, around)
      return value === undefined ? undefined : isEmpty(value) !== node.negated
    }
    case 'between': {
      const value = evaluateValue(node.operand, around)
      const low = evaluateValue(node.low, around)
      const high = evaluateValue(node.high, around)
      if (value === undefined || low === undefined || high === undefined) return undefined
      const inside = logic('and', compare('>=', value, low, around), () =>
        compare('<=', value, high, around),
      )
      return node.negated ? not(truth(inside)) : inside
    }
    case 'binary':
      return binary(node, around)
  }
}

// As the API would write the result: numbers and days as text, references by id.
export function evaluate(node: Node, around: Surroundings): unknown {
  const value = evaluateValue(node, around)
  return value === undefined ? undefined : toPlain(value)
}

function toPlain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (isNum(value)) return numberText(value)
  if (isRef(value)) return value.id
  if (isMoment(value)) return new Date(value.ms).toISOString()
  return isDay(value) || (typeof value === 'object' && value !== null) ? textOf(value) : value
}

export { asDay, compareDecimals, int, readMoment }
