// The expression language of filters and conditions, as far as the browser reads it: a parser
// that keeps source positions. The server checks and runs the whole language.
export type Node =
  | { kind: 'literal'; value: string | number | boolean | null; start: number; end: number }
  | { kind: 'path'; steps: string[]; start: number; end: number }
  | { kind: 'list'; items: Node[]; start: number; end: number }
  | { kind: 'call'; name: string; args: Node[]; start: number; end: number }
  | { kind: 'not' | 'negate'; operand: Node; start: number; end: number }
  | { kind: 'empty'; operand: Node; negated: boolean; start: number; end: number }
  | { kind: 'binary'; op: string; left: Node; right: Node; start: number; end: number }

interface Token {
  kind: 'name' | 'number' | 'string' | 'sign' | 'end'
  text: string
  start: number
  end: number
}

export class ExpressionError extends Error {
  constructor(readonly position: number) {
    super(`expression: unexpected text at ${position}`)
  }
}

const namePart = '[A-Za-z_\\u4e00-\\u9fff][\\w\\u4e00-\\u9fff]*'
const stringPart = '"(?:[^"\\\\]|\\\\.)*"'
const signPart = '==|!=|<=|>=|[<>+\\-*/%(),.[\\]&]'
const tokenPattern = new RegExp(
  `\\s*(?:(${namePart})|(\\d+(?:\\.\\d+)?)|(${stringPart})|(${signPart}))`,
  'y',
)

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  tokenPattern.lastIndex = 0
  let at = 0
  while (at < text.length && text.slice(at).trim() !== '') {
    tokenPattern.lastIndex = at
    const match = tokenPattern.exec(text)
    if (!match) throw new ExpressionError(at)
    const [, name, number, string, sign] = match
    const body = name ?? number ?? string ?? sign ?? ''
    const end = tokenPattern.lastIndex
    const kind = name ? 'name' : number ? 'number' : string ? 'string' : 'sign'
    tokens.push({ kind, text: body, start: end - body.length, end })
    at = end
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return tokens
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'contains', 'not in'])

class Parser {
  private at = 0
  constructor(private readonly tokens: Token[]) {}

  private get token(): Token {
    return this.tokens[this.at] ?? this.tokens[this.tokens.length - 1]!
  }
  private is(text: string): boolean {
    return this.token.kind !== 'string' && this.token.text === text
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
    let left = this.both()
    while (this.take('or')) left = this.join('or', left, this.both())
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
    const left = this.sum()
    if (this.take('is')) {
      const negated = this.take('not')
      const end = this.expect('empty')
      return { kind: 'empty', operand: left, negated, start: left.start, end }
    }
    let op = this.token.kind === 'string' ? '' : this.token.text
    if (op === 'not' && this.tokens[this.at + 1]?.text === 'in') {
      op = 'not in'
      this.at++
    }
    if (!comparisons.has(op)) return left
    this.at++
    return this.join(op, left, this.sum())
  }
  private sum(): Node {
    let left = this.product()
    while (this.is('+') || this.is('-') || this.is('&')) {
      const op = this.token.text
      this.at++
      left = this.join(op, left, this.product())
    }
    return left
  }
  private product(): Node {
    let left = this.unary()
    while (this.is('*') || this.is('/') || this.is('%')) {
      const op = this.token.text
      this.at++
      left = this.join(op, left, this.unary())
    }
    return left
  }
  private unary(): Node {
    const start = this.token.start
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
      return { kind: 'literal', value: Number(text), start, end }
    }
    if (kind === 'string') {
      this.at++
      return { kind: 'literal', value: JSON.parse(text) as string, start, end }
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
    this.at++
    const constants: Record<string, boolean | null> = { true: true, false: false, null: null }
    if (text in constants) return { kind: 'literal', value: constants[text]!, start, end }
    if (this.take('(')) {
      const items = this.items(')')
      return { kind: 'call', name: text, args: items.nodes, start, end: items.end }
    }
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
