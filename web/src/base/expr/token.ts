// Words and signs of an expression. Chinese signs are read as their Latin twins; positions are
// those of the text as written.
export interface Token {
  kind: 'name' | 'number' | 'string' | 'sign' | 'end'
  text: string // a name as written, a string without its quotes
  start: number
  end: number
}

export class ExpressionError extends Error {
  constructor(readonly position: number) {
    super(`expression: unexpected text at ${position}`)
  }
}

const twins: Record<string, string> = { '（': '(', '）': ')', '，': ',', '【': '[', '】': ']' }
const closing: Record<string, string> = { '"': '"', "'": "'", '“': '”', '‘': '’' }
const namePattern = /[\p{L}_][\p{L}\p{N}_]*/uy
const numberPattern = /\d+(?:\.\d+)?|\.\d+/y
const signs = [
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '(',
  ')',
  ',',
  '.',
  '[',
  ']',
  '&',
]
const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function readString(text: string, start: number): { value: string; end: number } {
  const close = closing[text[start]!]!
  let value = ''
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at]!
    if (letter === '\\') {
      const next = text[++at] ?? ''
      if (next === 'u') {
        const code = /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0]
        if (!code) throw new ExpressionError(at)
        value += String.fromCharCode(parseInt(code, 16))
        at += 4
      } else value += escapes[next] ?? next
    } else if (letter === close) {
      if (text[at + 1] !== close || close === '”' || close === '’') return { value, end: at + 1 }
      value += close
      at++
    } else value += letter
  }
  throw new ExpressionError(start)
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const letter = text[at]!
    if (/\s/.test(letter)) {
      at++
      continue
    }
    const start = at
    if (closing[letter]) {
      const { value, end } = readString(text, start)
      tokens.push({ kind: 'string', text: value, start, end })
      at = end
      continue
    }
    const name = match(namePattern, text, at)
    const number = name === null ? match(numberPattern, text, at) : null
    const latin = twins[letter]
    const sign = name ?? number ?? latin ?? signs.find((one) => text.startsWith(one, at)) ?? null
    if (sign === null) throw new ExpressionError(at)
    at += latin && !name && !number ? 1 : sign.length
    const kind = name !== null ? 'name' : number !== null ? 'number' : 'sign'
    tokens.push({ kind, text: sign, start, end: at })
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return tokens
}
