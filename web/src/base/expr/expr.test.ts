import { describe, expect, it } from 'vitest'
import { evaluate } from './evaluate'
import { joinFilter, splitFilter, termText } from './filter'
import { parseExpression, tryParse } from './parse'

const values = {
  amount: '100000.00',
  stage: { id: '7', name: '方案报价' },
  owner: { id: '5', name: '李文静' },
  state: 'open',
  tags: ['a'],
  note: null,
  expected_close: '2026-11-30',
  name: 'MES 系统',
  stuck: false,
}
const run = (text: string) =>
  evaluate(parseExpression(text), { values, me: '5', today: '2026-11-23' })

describe('expressions', () => {
  it.each([
    ['owner == me and state == "open"', true],
    ['amount >= 100000 and amount < 100000.01', true],
    ['state in ["won", "open"]', true],
    ['not (state in ["won"])', true],
    ['note is empty and tags is not empty', true],
    ['note == "x"', false],
    ['name contains "mes"', true],
    ['thismonth(expected_close)', true],
    ['expected_close <= today() + 7', true],
    ['expected_close < today() or stuck', false],
    ['stage.kind == "lost"', undefined],
    ['state == "won" and stage.kind == "lost"', false],
  ])('%s is %s', (text, result) => expect(run(text)).toBe(result))
  it('refuses what does not parse', () => {
    for (const text of ['a ==', '(a', 'a = 1', '"open', 'a b', '[1,'])
      expect(tryParse(text)).toBeNull()
  })
})

describe('filter chips', () => {
  it('splits at the outer ands', () => {
    const terms = splitFilter('owner == me and (a == 1 or b == 2) and amount >= 500000')
    expect(terms.map((term) => term.text)).toEqual([
      'owner == me',
      '(a == 1 or b == 2)',
      'amount >= 500000',
    ])
    expect(terms[0]!.simple).toEqual({
      field: 'owner',
      op: '==',
      operands: [{ kind: 'code', text: 'me' }],
    })
    expect(terms[1]!.simple).toBeNull()
  })
  it('reads lists, emptiness and bare booleans', () => {
    const [a, b, c] = splitFilter('state in ["new","open"] and next_time is empty and stuck')
    expect(a!.simple?.operands).toHaveLength(2)
    expect(b!.simple?.op).toBe('is_empty')
    expect(c!.simple).toEqual({
      field: 'stuck',
      op: '==',
      operands: [{ kind: 'value', value: true }],
    })
  })
  it('writes terms and joins them again', () => {
    expect(termText('name', 'contains', [{ kind: 'value', value: 'a"b' }])).toBe(
      'name contains "a\\"b"',
    )
    expect(joinFilter([{ text: 'a == 1 or b == 2' }, { text: 'c' }])).toBe(
      '(a == 1 or b == 2) and c',
    )
    expect(joinFilter(splitFilter('(a or b) and c'))).toBe('(a or b) and c')
    expect(splitFilter('not (s in ["x"])')[0]!.simple?.op).toBe('not_in')
  })
})
