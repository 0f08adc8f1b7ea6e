import { describe, expect, it } from 'vitest'
import {
  apportion,
  differenceOf,
  monthlyRows,
  newRow,
  problemsOf,
  sumOf,
  templates,
  toArgument,
  withShares,
} from './plan'

describe('payment plans', () => {
  it('splits 3-3-3-1 to the fen', () => {
    expect(apportion('1286000.00', ['30', '30', '30', '10'])).toEqual([
      '385800.00',
      '385800.00',
      '385800.00',
      '128600.00',
    ])
    const odd = apportion('100.01', ['30', '30', '30', '10'])
    expect(odd).toEqual(['30.01', '30.00', '30.00', '10.00'])
  })
  it('leaves out the share nobody asked for', () => {
    expect(apportion('1000.00', ['30', '30'])).toEqual(['300.00', '300.00'])
  })
  it('keeps every template equal to the contract, whatever its amount', () => {
    for (const total of ['0.01', '0.07', '99999.99', '1286000.50', '8.88']) {
      for (const template of templates) {
        const rows = withShares(
          template.rows.map((row) => newRow(row)),
          total,
        )
        expect(differenceOf(rows, total)).toBe('0.00')
      }
    }
  })
  it('says how far the sum is off', () => {
    const rows = [newRow({ amount: '300.00' }), newRow({ amount: '650.50' })]
    expect(sumOf(rows)).toBe('950.50')
    expect(differenceOf(rows, '1000.00')).toBe('49.50')
    expect(differenceOf(rows, '900.00')).toBe('-50.50')
  })
  it('finds rows that cannot be', () => {
    const rows = [
      newRow({ amount: '' }),
      newRow({ amount: '10.00', received: '20.00', dueDate: '2026-12-01' }),
      newRow({ amount: '10.00' }),
      newRow({ amount: '10.00', basis: 'event' }),
      newRow({ amount: '10.00', dueDate: '2026-12-01' }),
    ]
    const problems = problemsOf(rows)
    expect(rows.map((row) => problems.get(row.key))).toEqual([
      'web.plan.no_amount',
      'web.plan.below_received',
      'web.plan.no_date',
      'web.plan.no_event',
      undefined,
    ])
  })
  it('writes what the verb reads', () => {
    const [first] = JSON.parse(
      toArgument([newRow({ amount: '5.00', basis: 'event', event: 'signed', days: '7' })]),
    ) as unknown[]
    expect(first).toEqual({
      kind: 'progress',
      basis: 'event',
      event: 'signed',
      days: '7',
      amount: '5.00',
    })
  })
  it('spreads months evenly and ends short months on their last day', () => {
    const rows = monthlyRows('100.00', 3, '2026-12-31')
    expect(rows.map((row) => row.amount)).toEqual(['33.34', '33.33', '33.33'])
    expect(rows.map((row) => row.dueDate)).toEqual(['2026-12-31', '2027-01-31', '2027-02-28'])
  })
})
