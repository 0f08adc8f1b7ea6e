import { describe, expect, it } from 'vitest'
import { daysOf, moveMonth } from './month'

describe('a month in weeks', () => {
  it('is whole weeks from Monday', () => {
    const days = daysOf('2026-11')
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42])
    expect(daysOf('2027-02')).toHaveLength(28) // begins on a Monday
  })
  it('steps over the year', () => {
    expect([moveMonth('2026-12', 1), moveMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
  })
})
