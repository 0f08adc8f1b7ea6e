import { describe, expect, it } from 'vitest'
import { daysOf, daysOfKey, movedTo, moveMonth } from './month'

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

describe('an entry on another day', () => {
  it('moves by days and weeks with the arrows', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter']
    expect(keys.map(daysOfKey)).toEqual([-1, 1, -7, 7, 0])
  })
  it('keeps the hour of the zone', () => {
    expect(movedTo('2026-11-23', '2026-11-25', false, 'Asia/Shanghai')).toBe('2026-11-25')
    const moved = movedTo('2026-11-23T06:30:00Z', '2026-11-25', true, 'Asia/Shanghai')
    expect(new Date(moved).toISOString()).toBe('2026-11-25T06:30:00.000Z')
    // Berlin sets its clocks back on 25 October: 14:30 is an hour later in UTC.
    const winter = movedTo('2026-10-24T12:30:00Z', '2026-10-26', true, 'Europe/Berlin')
    expect(new Date(winter).toISOString()).toBe('2026-10-26T13:30:00.000Z')
  })
})
