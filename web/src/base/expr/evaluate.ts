// Evaluates a parsed expression over one record as the API gives it. `undefined` means "the
// browser cannot know" (a path into another record, an unknown function): callers treat it as
// "ask the server". Null compares false, as in the language.
import { addDays, addMonths } from '../dates'
import { compareDecimals, parseDecimal } from '../decimal'
import type { Node } from './parse'

export interface Surroundings {
  values: Readonly<Record<string, unknown>>
  me: string
  today: string
}

type Result = unknown

function isReference(value: unknown): value is { id: string; name: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value
}

function plain(value: Result): Result {
  return isReference(value) ? value.id : value
}

function isEmpty(value: Result): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function order(left: Result, right: Result): number | undefined {
  const a = plain(left)
  const b = plain(right)
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b ? 0 : 1
  if (typeof a === 'number' || typeof b === 'number') {
    const x = parseDecimal(a as string | number)
    const y = parseDecimal(b as string | number)
    return x && y ? compareDecimals(x, y) : undefined
  }
  const x = String(a)
  const y = String(b)
  return x < y ? -1 : x > y ? 1 : 0
}

function same(left: Result, right: Result): boolean {
  if (isReference(left) && typeof right === 'string')
    return left.id === right || left.name === right
  if (isReference(right) && typeof left === 'string') return same(right, left)
  return order(left, right) === 0
}

function truth(value: Result): boolean | undefined {
  return value === undefined ? undefined : value === true
}

function call(name: string, args: Result[], around: Surroundings): Result {
  const [first, second, third] = args
  const month = around.today.slice(0, 7)
  switch (name.toLowerCase()) {
    case 'today':
      return around.today
    case 'if':
      return first === undefined ? undefined : first === true ? second : third
    case 'date':
      return first === null ? null : typeof first === 'string' ? first.slice(0, 10) : undefined
    case 'thismonth':
      return first === null
        ? false
        : typeof first === 'string'
          ? first.slice(0, 7) === month
          : undefined
    case 'lastmonth':
      return typeof first === 'string' ? first.slice(0, 7) === addMonths(month, -1) : undefined
    case 'lower':
      return typeof first === 'string' ? first.toLowerCase() : undefined
    case 'adddays':
      return typeof first === 'string' && typeof second === 'number'
        ? addDays(first, second)
        : undefined
    default:
      return undefined
  }
}

function path(steps: string[], around: Surroundings): Result {
  const [first = '', second] = steps
  if (first === 'me' && steps.length === 1) return around.me
  const value = around.values[first]
  if (steps.length === 1) return first in around.values ? (value ?? null) : undefined
  if (steps.length === 2 && isReference(value) && second === 'id') return value.id
  if (value === null) return null
  return around.values[steps.join('.')]
}

function logic(op: string, left: boolean | undefined, right: () => boolean | undefined): Result {
  if (op === 'and') {
    if (left === false) return false
    const other = right()
    return other === false ? false : left === undefined || other === undefined ? undefined : true
  }
  if (left === true) return true
  const other = right()
  return other === true ? true : left === undefined || other === undefined ? undefined : false
}

function contains(left: Result, right: Result): Result {
  if (Array.isArray(left)) return left.some((item) => same(item, right))
  if (isReference(left)) return contains(left.name, right)
  return typeof left === 'string' && typeof right === 'string'
    ? left.toLowerCase().includes(right.toLowerCase())
    : false
}

function binary(node: Extract<Node, { kind: 'binary' }>, around: Surroundings): Result {
  const left = evaluate(node.left, around)
  if (node.op === 'and' || node.op === 'or') {
    return logic(node.op, truth(left), () => truth(evaluate(node.right, around)))
  }
  const right = evaluate(node.right, around)
  if (left === undefined || right === undefined) return undefined
  if (left === null || right === null) return node.op === '!=' ? left !== right : false
  switch (node.op) {
    case '==':
      return same(left, right)
    case '!=':
      return !same(left, right)
    case 'in':
      return Array.isArray(right) && right.some((item) => same(left, item))
    case 'not in':
      return Array.isArray(right) && !right.some((item) => same(left, item))
    case 'contains':
      return contains(left, right)
  }
  if ('+-*/%&'.includes(node.op)) return arithmetic(node.op, left, right)
  const compared = order(left, right)
  if (compared === undefined) return undefined
  switch (node.op) {
    case '<':
      return compared < 0
    case '<=':
      return compared <= 0
    case '>':
      return compared > 0
    case '>=':
      return compared >= 0
    default:
      return undefined
  }
}

function arithmetic(op: string, left: Result, right: Result): Result {
  if (typeof left === 'string' && typeof right === 'number' && /^\d{4}-/.test(left)) {
    return op === '+' ? addDays(left, right) : op === '-' ? addDays(left, -right) : undefined
  }
  return undefined // amounts are computed by the server alone
}

export function evaluate(node: Node, around: Surroundings): Result {
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'path':
      return path(node.steps, around)
    case 'list':
      return node.items.map((item) => evaluate(item, around))
    case 'call':
      return call(
        node.name,
        node.args.map((arg) => evaluate(arg, around)),
        around,
      )
    case 'not': {
      const value = truth(evaluate(node.operand, around))
      return value === undefined ? undefined : !value
    }
    case 'negate': {
      const value = evaluate(node.operand, around)
      return typeof value === 'number' ? -value : undefined
    }
    case 'empty': {
      const value = evaluate(node.operand, around)
      return value === undefined ? undefined : isEmpty(value) !== node.negated
    }
    case 'binary':
      return binary(node, around)
  }
}
