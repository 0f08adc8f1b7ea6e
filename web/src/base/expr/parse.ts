// The expression language of filters, formulas and conditions (docs/expressions.md): a parser that
// keeps source positions. The server checks types; the browser only reads.
import { ExpressionError, tokenize, type Token } from './token'

export { ExpressionError }

export type Node =
  | {
      kind: 'literal'
      value: string | number | boolean | null
      exact?: string // a number as written: never through a float
      start: number
      end: number
    }
  | { kind: 'path'; steps: string[]; start: number; end: number }
  | { kind: 'list'; items: Node[]; start: number; end: number }
  | { kind: 'call'; name: string; args: Node[]; start: number; end: number }
  | { kind: 'not' | 'negate'; operand: Node; start: number; end: number }
  | { kind: 'empty'; operand: Node; negated: boolean; start: number; end: number }
  | {
      kind: 'between'
      operand: Node
      low: Node
      high: Node
      negated: boolean
      start: number
      end: number
    }
  | { kind: 'binary'; op: string; left: Node; right: Node; start: number; end: number }

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>='])
const nestingMax = 64

class Parser {
  private at = 0
  private depth = 0
  constructor(private readonly tokens: Token[]) {}

  private get token(): Token {
    return this.tokens[this.at] ?? this.tokens[this.tokens.length - 1]!
  }
  private word(offset = 0): string {
    const token = this.tokens[this.at + offset]
    return token?.kind === 'name' ? token.text.toLowerCase() : ''
  }
  private is(text: string): boolean {
    if (this.token.kind === 'sign') return this.token.text === text
    return this.token.kind === 'name' && this.word() === text
  }
  private isCall(): boolean {
    const next = this.tokens[this.at + 1]
    return next?.kind === 'sign' && next.text === '('
  }
  private take(text: string): boolean {
    if (!this.is(text)) return false
    this.at++
    return true
  }
  private expect(text: string): number {
    if (!this.is(text)) throw new ExpressionError(this.token.start)
    this.at++
    return this.tokens[this.at - 1]!.end
  }

  whole(): Node {
    const node = this.either()
    if (this.token.kind !== 'end') throw new ExpressionError(this.token.start)
    return node
  }
  private either(): Node {
    if (++this.depth > nestingMax) throw new ExpressionError(this.token.start)
    let left = this.both()
    while (this.take('or')) left = this.join('or', left, this.both())
    this.depth--
    return left
  }
  private both(): Node {
    let left = this.negation()
    while (this.take('and')) left = this.join('and', left, this.negation())
    return left
  }
  private negation(): Node {
    const start = this.token.start
    if (!this.take('not')) return this.comparison()
    const operand = this.negation()
    return { kind: 'not', operand, start, end: operand.end }
  }
  private comparison(): Node {
    const left = this.text()
    if (this.take('is')) {
      const negated = this.take('not')
      const end = this.is('null') ? this.expect('null') : this.expect('empty')
      return { kind: 'empty', operand: left, negated, start: left.start, end }
    }
    const negated = this.word() === 'not' && ['in', 'contains', 'between'].includes(this.word(1))
    if (negated) this.at++
    const op = this.token.kind === 'string' ? '' : this.token.text.toLowerCase()
    if (op === 'between') return this.between(left, negated)
    if (op !== 'in' && op !== 'contains' && !comparisons.has(op)) return left
    this.at++
    const right = op === 'in' ? this.members() : this.text()
    return this.join(negated ? `not ${op}` : op, left, right)
  }
  private between(operand: Node, negated: boolean): Node {
    this.at++
    const low = this.text()
    this.expect('and')
    const high = this.text()
    return { kind: 'between', operand, low, high, negated, start: operand.start, end: high.end }
  }
  // in ("a", "b") is in ["a", "b"]
  private members(): Node {
    const start = this.token.start
    if (!this.take('(')) return this.text()
    const items = this.items(')')
    return { kind: 'list', items: items.nodes, start, end: items.end }
  }
  private text(): Node {
    let left = this.sum()
    while (this.take('&')) left = this.join('&', left, this.sum())
    return left
  }
  private sum(): Node {
    let left = this.product()
    while (this.is('+') || this.is('-')) {
      const op = this.token.text
      this.at++
      left = this.join(op, left, this.product())
    }
    return left
  }
  private product(): Node {
    let left = this.unary()
    while (this.is('*') || this.is('/')) {
      const op = this.token.text
      this.at++
      left = this.join(op, left, this.unary())
    }
    return left
  }
  private unary(): Node {
    const start = this.token.start
    if (this.take('+')) return this.unary()
    if (!this.take('-')) return this.primary()
    const operand = this.unary()
    return { kind: 'negate', operand, start, end: operand.end }
  }
  private join(op: string, left: Node, right: Node): Node {
    return { kind: 'binary', op, left, right, start: left.start, end: right.end }
  }
  private primary(): Node {
    const { kind, text, start, end } = this.token
    if (kind === 'number') {
      this.at++
      if (!this.is('%')) return { kind: 'literal', value: Number(text), exact: text, start, end }
      return {
        kind: 'literal',
        value: Number(text) / 100,
        exact: `${text}%`,
        start,
        end: this.expect('%'),
      }
    }
    if (kind === 'string') {
      this.at++
      return { kind: 'literal', value: text, start, end }
    }
    if (kind === 'name') return this.named()
    if (this.take('(')) {
      const inner = this.either()
      return { ...inner, start, end: this.expect(')') }
    }
    if (this.take('[')) {
      const items = this.items(']')
      return { kind: 'list', items: items.nodes, start, end: items.end }
    }
    throw new ExpressionError(start)
  }
  private items(close: string): { nodes: Node[]; end: number } {
    const nodes: Node[] = []
    while (!this.is(close)) {
      nodes.push(this.either())
      if (!this.take(',')) break
    }
    return { nodes, end: this.expect(close) }
  }
  private named(): Node {
    const { text, start, end } = this.token
    const word = text.toLowerCase()
    if (this.isCall()) {
      this.at += 2
      const items = this.items(')')
      return { kind: 'call', name: word, args: items.nodes, start, end: items.end }
    }
    this.at++
    const constants: Record<string, boolean | null> = { true: true, false: false, null: null }
    if (word in constants) return { kind: 'literal', value: constants[word]!, start, end }
    const steps = [text]
    let last = end
    while (this.take('.')) {
      if (this.token.kind !== 'name') throw new ExpressionError(this.token.start)
      steps.push(this.token.text)
      last = this.token.end
      this.at++
    }
    return { kind: 'path', steps, start, end: last }
  }
}

export function parseExpression(text: string): Node {
  return new Parser(tokenize(text)).whole()
}

export function tryParse(text: string): Node | null {
  try {
    return parseExpression(text)
  } catch {
    return null
  }
}
