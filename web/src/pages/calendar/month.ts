// The days a month's page shows: whole weeks, Monday first.
import { addDays, toInstant } from '../../base/dates'

export const monthOf = (day: string): string => day.slice(0, 7)

export function moveMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + (number - 1) + by
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

export function daysOf(month: string): string[] {
  const first = `${month}-01`
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const start = addDays(first, -weekday)
  const next = `${moveMonth(month, 1)}-01`
  const days: string[] = []
  for (let day = start; day < next || days.length % 7 !== 0; day = addDays(day, 1)) days.push(day)
  return days
}

// What an arrow key moves an entry by; zero for any other key.
export function daysOfKey(key: string): number {
  if (key === 'ArrowLeft') return -1
  if (key === 'ArrowRight') return 1
  if (key === 'ArrowUp') return -7
  return key === 'ArrowDown' ? 7 : 0
}

// The same hour on another day, as the clock in the zone shows it; a date becomes the day.
export function movedTo(value: string, day: string, isInstant: boolean, zone: string): string {
  if (!isInstant) return day
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  })
  return toInstant(day, clock.format(new Date(value)), zone)
}
