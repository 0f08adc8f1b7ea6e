import { describe, expect, it } from 'vitest'
import { allocated, fillInOrder, isZeroText, minus, problemsOf } from './amounts'

const target = (key: string, remaining: string, amount = '') => ({ key, remaining, amount })

describe('allocation', () => {
  it('fills the oldest first and stops when the receipt is used up', () => {
    const filled = fillInOrder(
      [target('a', '40000.00'), target('b', '180000.00'), target('c', '9.00')],
      '100000.00',
    )
    expect(filled.map((one) => one.amount)).toEqual(['40000.00', '60000.00', ''])
    expect(allocated(filled)).toBe('100000.00')
  })
  it('leaves the rest of a receipt that is larger than all that is owed', () => {
    const filled = fillInOrder([target('a', '40.00')], '100.00')
    expect(minus('100.00', allocated(filled))).toBe('60.00')
  })
  it('refuses more than an instalment or the receipt has', () => {
    expect(problemsOf([target('a', '40.00', '40.01')], '100.00').get('a')).toBe(
      'web.allocate.above_remaining',
    )
    expect(
      problemsOf([target('a', '90.00', '60.00'), target('b', '90.00', '60.00')], '100.00').get(''),
    ).toBe('web.allocate.above_rest')
    expect(problemsOf([target('a', '90.00')], '100.00').get('')).toBe('web.allocate.nothing')
    expect(problemsOf([target('a', '90.00', '12,5x')], '100.00').get('a')).toBe(
      'web.allocate.not_an_amount',
    )
    expect(problemsOf([target('a', '90.00', '90.00')], '100.00').size).toBe(0)
  })
  it('knows nothing from something', () => {
    expect(isZeroText('0.00')).toBe(true)
    expect(isZeroText(null)).toBe(true)
    expect(isZeroText('-0.01')).toBe(false)
  })
})
