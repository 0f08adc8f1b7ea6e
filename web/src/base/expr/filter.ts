// Filters as chips: a filter text is split at its outer `and`s; terms of the form
// "field operator value" become chips a person can edit, the others stay as text.
import { tryParse, type Node } from './parse'

export type Operator =
  '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'in' | 'not_in' | 'is_empty' | 'is_not_empty'

export type Operand =
  { kind: 'value'; value: string | number | boolean | null } | { kind: 'code'; text: string } // me, today(), a call

export interface Term {
  text: string
  simple: { field: string; op: Operator; operands: Operand[] } | null
}

function literalText(value: string | number | boolean | null): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

function operandText(operand: Operand): string {
  return operand.kind === 'code' ? operand.text : literalText(operand.value)
}

export function termText(field: string, op: Operator, operands: readonly Operand[]): string {
  if (op === 'is_empty') return `${field} is empty`
  if (op === 'is_not_empty') return `${field} is not empty`
  const list = operands.map(operandText)
  if (op === 'in') return `${field} in [${list.join(', ')}]`
  if (op === 'not_in') return `not (${field} in [${list.join(', ')}])`
  return `${field} ${op} ${list[0] ?? 'null'}`
}

function outerTerms(node: Node): Node[] {
  return node.kind === 'binary' && node.op === 'and'
    ? [...outerTerms(node.left), ...outerTerms(node.right)]
    : [node]
}

function operandOf(node: Node, text: string): Operand | null {
  if (node.kind === 'literal') return { kind: 'value', value: node.value }
  if (
    node.kind === 'negate' &&
    node.operand.kind === 'literal' &&
    typeof node.operand.value === 'number'
  ) {
    return { kind: 'value', value: -node.operand.value }
  }
  if (node.kind === 'path' && node.steps[0] === 'me')
    return { kind: 'code', text: node.steps.join('.') }
  if (node.kind === 'call' || node.kind === 'binary') {
    return { kind: 'code', text: text.slice(node.start, node.end) }
  }
  return null
}

function simpleOf(node: Node, text: string): Term['simple'] {
  if (node.kind === 'empty' && node.operand.kind === 'path') {
    const op = node.negated ? 'is_not_empty' : 'is_empty'
    return { field: node.operand.steps.join('.'), op, operands: [] }
  }
  if (node.kind === 'path') {
    return { field: node.steps.join('.'), op: '==', operands: [{ kind: 'value', value: true }] }
  }
  if (node.kind === 'not') {
    const inner = simpleOf(node.operand, text)
    if (inner?.op === 'in') return { ...inner, op: 'not_in' }
    return node.operand.kind === 'path' && inner
      ? { ...inner, operands: [{ kind: 'value', value: false }] }
      : null
  }
  if (node.kind !== 'binary' || node.left.kind !== 'path') return null
  const field = node.left.steps.join('.')
  if (node.op === 'in' || node.op === 'not in') {
    if (node.right.kind !== 'list') return null
    const operands = node.right.items.map((item) => operandOf(item, text))
    if (operands.some((operand) => operand === null)) return null
    return { field, op: node.op === 'in' ? 'in' : 'not_in', operands: operands as Operand[] }
  }
  const known: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'contains']
  const operand = operandOf(node.right, text)
  return known.includes(node.op) && operand
    ? { field, op: node.op as Operator, operands: [operand] }
    : null
}

export function splitFilter(text: string): Term[] {
  if (text.trim() === '') return []
  const root = tryParse(text)
  if (!root) return [{ text, simple: null }]
  return outerTerms(root).map((node) => {
    const own = text.slice(node.start, node.end)
    return { text: own, simple: simpleOf(node, text) }
  })
}

// Joins terms again; a term with an outer `or` needs its parentheses.
export function joinFilter(terms: readonly { text: string }[]): string {
  const parts = terms.map((term) => term.text.trim()).filter((text) => text !== '')
  if (parts.length === 1) return parts[0]!
  return parts
    .map((text) => {
      const node = tryParse(text)
      const loose = node?.kind === 'binary' && node.op === 'or' && !text.startsWith('(')
      return loose || node === null ? `(${text})` : text
    })
    .join(' and ')
}
