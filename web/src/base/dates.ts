// Civil days as "2026-11-23", months as "2026-11", moments as RFC 3339 UTC; text of both
// languages. The zone and "today" are given, never taken from the machine.
import type { Language } from './numbers'

export interface Moment {
  date: string // in the zone
  hour: number
  minute: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone)
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formatters.set(zone, found)
  }
  return found
}

export function toMoment(instant: string | number | Date, zone: string): Moment | null {
  const at = instant instanceof Date ? instant : new Date(instant)
  if (Number.isNaN(at.getTime())) return null
  const parts: Record<string, string> = {}
  for (const part of formatterOf(zone).formatToParts(at)) parts[part.type] = part.value
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  }
}

// The instant at which the clock of `zone` shows that date and time.
export function toInstant(date: string, time: string, zone: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  let guess = wanted
  for (let round = 0; round < 2; round++) {
    const shown = toMoment(guess, zone)
    if (!shown) break
    const shownAt = Date.parse(`${shown.date}T${two(shown.hour)}:${two(shown.minute)}:00Z`)
    guess += wanted - shownAt
  }
  return new Date(guess).toISOString()
}

export const two = (n: number): string => String(n).padStart(2, '0')

const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * 86_400_000).toISOString().slice(0, 10)
}

export function addMonths(month: string, count: number): string {
  const [year = 0, index = 1] = month.split('-').map(Number)
  const total = year * 12 + index - 1 + count
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${two((total % 12) + 1)}`
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

// Monday is 0: weeks start on Monday.
export function weekday(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
}

const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]
const dayNames = {
  'zh-CN': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}

export const weekdayNames = (language: Language): readonly string[] => dayNames[language]

export function dateText(date: string, language: Language): string {
  if (language === 'zh-CN') return date
  const [year, month, day] = date.split('-').map(Number)
  return `${monthNames[(month ?? 1) - 1]} ${day}, ${year}`
}

export function monthText(month: string, language: Language): string {
  const [year, index] = month.split('-').map(Number)
  return language === 'zh-CN' ? `${year}年${index}月` : `${monthNames[(index ?? 1) - 1]} ${year}`
}

// 11月23日 周一 · Mon, Nov 23
export function headingText(date: string, language: Language): string {
  const day = dayNames[language][weekday(date)]
  return language === 'zh-CN'
    ? `${shortText(date, language)} ${day}`
    : `${day}, ${shortText(date, language)}`
}

// 12月18日 · Dec 18; with the year when it is another one than today's.
export function shortText(date: string, language: Language, today?: string): string {
  const [year, month, day] = date.split('-').map(Number)
  if (today && today.slice(0, 4) !== date.slice(0, 4)) return dateText(date, language)
  void year
  return language === 'zh-CN' ? `${month}月${day}日` : `${monthNames[(month ?? 1) - 1]} ${day}`
}

export function timeText(moment: Moment, language: Language): string {
  if (language === 'zh-CN') return `${two(moment.hour)}:${two(moment.minute)}`
  const hour = moment.hour % 12 === 0 ? 12 : moment.hour % 12
  return `${hour}:${two(moment.minute)} ${moment.hour < 12 ? 'AM' : 'PM'}`
}

// What a person types: 2026-11-23, 20261123, 11-23, 11/23, 11月23日, 今天, 明天, +3.
export function parseTypedDate(text: string, today: string): string | null {
  const plain = text.trim().toLowerCase()
  const words: Record<string, number> = {
    今天: 0,
    明天: 1,
    后天: 2,
    昨天: -1,
    today: 0,
    tomorrow: 1,
    yesterday: -1,
  }
  const shift = words[plain]
  if (shift !== undefined) return addDays(today, shift)
  const relative = /^([+-]\d{1,4})$/.exec(plain)
  if (relative) return addDays(today, Number(relative[1]))
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  const full = compact ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain)
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain)
  const parts = full
    ? [full[1], full[2], full[3]]
    : short
      ? [today.slice(0, 4), short[1], short[2]]
      : null
  if (!parts) return null
  const date = `${parts[0]}-${two(Number(parts[1]))}-${two(Number(parts[2]))}`
  return isDate(date) ? date : null
}
