import { describe, expect, it } from 'vitest'
import { changeOf, shareOf, unitOf } from './figures'

const kpi = { value: '1', target: null, previous: null, pace: null, trend: [] }

describe('key figures', () => {
  it('compares amounts in per cent and shares in points', () => {
    expect(changeOf('112.60', '100.00', 'money')).toBeCloseTo(12.6)
    expect(changeOf('38.40', '35.00', 'percent')).toBeCloseTo(3.4)
  })
  it('has nothing to say without a period before', () => {
    expect(changeOf('5', null, 'count')).toBeNull()
    expect(changeOf(null, '5', 'count')).toBeNull()
    expect(changeOf('5', '0', 'money')).toBeNull()
  })
  it('takes the unit of the answer, else guesses by the name', () => {
    expect(unitOf({ ...kpi, metric: 'sales_cycle', unit: 'days' })).toBe('days')
    expect(unitOf({ ...kpi, metric: 'win_rate' })).toBe('percent')
    expect(unitOf({ ...kpi, metric: 'signed' })).toBe('money')
  })
  it('draws bars between nothing and all', () => {
    expect(shareOf('50', '200')).toBe(0.25)
    expect(shareOf('-5', '200')).toBe(0)
    expect(shareOf('5', '0')).toBe(0)
  })
})
