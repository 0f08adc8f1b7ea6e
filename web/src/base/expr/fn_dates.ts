// Days, months and moments, in the company's zone; weeks begin on Monday.
import { addDays, addMonths, daysBetween, toMoment, two, weekday } from '../dates'
import { asDay, asNumber, toInt } from './arithmetic'
import { zoneOf, type Surroundings } from './evaluate'
import { plain, type Fn } from './functions'
import {
  day,
  int,
  isDay,
  isMoment,
  isMonth,
  isNum,
  readMoment,
  type Moment,
  type Value,
} from './value'

const lastOf = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1)

// The same day so many months later, at most the last of that month.
function monthsLater(date: string, count: number): string {
  const month = addMonths(date.slice(0, 7), count)
  if (month.length !== 7) return '' // beyond the year 9999
  const last = lastOf(month)
  const wanted = `${month}-${date.slice(8)}`
  return wanted > last ? last : wanted
}

const quarterStart = (date: string): string =>
  `${date.slice(0, 5)}${two(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1)}-01`

const starts: Record<string, (date: string) => string> = {
  week: (date) => addDays(date, -weekday(date)),
  month: (date) => `${date.slice(0, 7)}-01`,
  quarter: quarterStart,
  year: (date) => `${date.slice(0, 4)}-01-01`,
}
const ends: Record<string, (date: string) => string> = {
  week: (date) => addDays(date, 6 - weekday(date)),
  month: (date) => lastOf(date.slice(0, 7)),
  quarter: (date) => lastOf(addMonths(quarterStart(date).slice(0, 7), 2)),
  year: (date) => `${date.slice(0, 4)}-12-31`,
}
const steps: Record<string, (date: string, count: number) => string> = {
  day: addDays,
  week: (date, count) => addDays(date, count * 7),
  month: monthsLater,
  quarter: (date, count) => monthsLater(date, count * 3),
  year: (date, count) => monthsLater(date, count * 12),
}

function onDay(run: (date: string, rest: Value[], around: Surroundings) => Value): Fn {
  return (args, around) =>
    plain(([value = null, ...rest]) => {
      const date = asDay(value, zoneOf(around))
      return date ? run(date, rest, around) : null
    })(args, around)
}

// In a period relative to today; an empty day is in none.
function inPeriod(test: (date: string, today: string, rest: Value[]) => boolean): Fn {
  return (args, around) =>
    plain(([value = null, ...rest]) => {
      const date = value === null ? null : asDay(value, zoneOf(around))
      return date !== null && test(date, around.today, rest)
    }, true)(args, around)
}

const sameUnit = (unit: string, shift: number): Fn =>
  inPeriod((date, today) => {
    const start = starts[unit]!(steps[unit]!(starts[unit]!(today), shift))
    return starts[unit]!(date) === start
  })

const count = (value: Value | undefined): number => {
  const number = value === undefined || value === null ? null : asNumber(value)
  return number ? toInt(number) : 0
}
const safe = (text: string): Value => (text.length === 10 ? day(text) : null)

const wholeMonths = (from: string, to: string): number => {
  if (to < from) return -wholeMonths(to, from)
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7))
  return to.slice(8) < from.slice(8) ? months - 1 : months
}

function isoWeek(date: string): number {
  const thursday = addDays(date, 3 - weekday(date))
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1
}

function dateFn(values: readonly Value[], around: Surroundings): Value {
  const [first = null] = values
  if (values.length === 1) {
    if (isNum(first)) return null
    const date = asDay(first, zoneOf(around))
    return date && (typeof first !== 'string' || first.length === 10) ? safe(date) : null
  }
  const [year, month, date] = values.map(count)
  const start = `${addMonths(`${String(year).padStart(4, '0')}-01`, month! - 1)}-01`
  return safe(addDays(start, date! - 1))
}

function onMoment(run: (at: Moment, rest: Value[], around: Surroundings) => Value): Fn {
  return (args, around) =>
    plain(([value = null, ...rest]) => {
      const at = isMoment(value)
        ? value
        : typeof value === 'string'
          ? readMoment(value, zoneOf(around))
          : null
      return at ? run(at, rest, around) : null
    })(args, around)
}

const clock = (part: 'hour' | 'minute'): Fn =>
  onMoment((at, _rest, around) => int(toMoment(at.ms, zoneOf(around))?.[part] ?? 0))
const later = (unitMs: number): Fn =>
  onMoment((at, [by]) => ({ t: 'i', ms: at.ms + count(by) * unitMs }))
const between = (unitMs: number): Fn =>
  onMoment((from, [to]) =>
    isMoment(to ?? null) ? int(Math.trunc(((to as Moment).ms - from.ms) / unitMs)) : null,
  )

const pick = (sign: 1 | -1): Fn =>
  plain((values, around) => {
    const days = values.flatMap((value) =>
      value === null ? [] : (asDay(value, zoneOf(around)) ?? []),
    )
    days.sort((a, b) => (a < b ? -sign : sign))
    return days.length > 0 ? safe(days[0]!) : null
  }, true)

const month = (value: Value): string | null =>
  isMonth(value)
    ? value.month
    : typeof value === 'string' && /^\d{4}-\d{2}/.test(value)
      ? value.slice(0, 7)
      : isDay(value)
        ? value.day.slice(0, 7)
        : null

const onMonth = (run: (month: string, rest: Value[]) => Value): Fn =>
  plain(([value = null, ...rest]) => {
    const found = month(value)
    return found ? run(found, rest) : null
  })

const units = ['week', 'month', 'quarter', 'year']
const periods: Record<string, Fn> = Object.fromEntries(
  units.flatMap((unit) => [
    [`this${unit}`, sameUnit(unit, 0)],
    [`last${unit}`, sameUnit(unit, -1)],
    [`next${unit}`, sameUnit(unit, 1)],
    [`startof${unit}`, onDay((date) => safe(starts[unit]!(date)))],
    [`endof${unit}`, onDay((date) => safe(ends[unit]!(date)))],
  ]),
)

export const dates: Record<string, Fn> = {
  ...periods,
  today: (_args, around) => day(around.today),
  now: (_args, around) => (around.now === undefined ? undefined : { t: 'i', ms: around.now }),
  date: plain(dateFn),
  datetime: plain(([text = null], around) =>
    typeof text === 'string' ? readMoment(text, zoneOf(around)) : isMoment(text) ? text : null,
  ),
  dateof: onDay((date) => safe(date)),
  year: onDay((date) => int(Number(date.slice(0, 4)))),
  month: onDay((date) => int(Number(date.slice(5, 7)))),
  day: onDay((date) => int(Number(date.slice(8)))),
  quarter: onDay((date) => int(Math.floor((Number(date.slice(5, 7)) + 2) / 3))),
  weekday: onDay((date) => int(weekday(date) + 1)),
  week: onDay((date) => int(isoWeek(date))),
  monthof: onDay((date) => ({ t: 'm', month: date.slice(0, 7) })),
  monthadd: onMonth((from, [by]) => ({ t: 'm', month: addMonths(from, count(by)) })),
  firstday: onMonth((from) => safe(`${from}-01`)),
  lastday: onMonth((from) => safe(lastOf(from))),
  edate: onDay((date, [by]) => safe(monthsLater(date, count(by)))),
  eomonth: onDay((date, [by]) => safe(lastOf(addMonths(date.slice(0, 7), count(by))))),
  dateadd: onDay((date, [by, unit]) => {
    const step = typeof unit === 'string' ? steps[unit] : undefined
    return step ? safe(step(date, count(by))) : null
  }),
  datedif: onDay((from, [to, unit], around) => {
    const end = asDay(to ?? null, zoneOf(around))
    if (!end) return null
    const months = wholeMonths(from, end)
    if (unit === 'd') return int(daysBetween(from, end))
    return unit === 'm' ? int(months) : unit === 'y' ? int(Math.trunc(months / 12)) : null
  }),
  days: onDay((to, [from], around) => {
    const start = asDay(from ?? null, zoneOf(around))
    return start ? int(daysBetween(start, to)) : null
  }),
  age: onDay((date, _rest, around) => int(Math.trunc(wholeMonths(date, around.today) / 12))),
  earliest: pick(1),
  latest: pick(-1),
  istoday: inPeriod((date, today) => date === today),
  yesterday: inPeriod((date, today) => date === addDays(today, -1)),
  tomorrow: inPeriod((date, today) => date === addDays(today, 1)),
  lastndays: inPeriod((date, today, [n]) => date > addDays(today, -count(n)) && date <= today),
  nextndays: inPeriod((date, today, [n]) => date >= today && date < addDays(today, count(n))),
  hour: clock('hour'),
  minute: clock('minute'),
  second: onMoment((at) => int(Math.floor(at.ms / 1000) % 60)),
  addhours: later(3_600_000),
  addminutes: later(60_000),
  hoursbetween: between(3_600_000),
  minutesbetween: between(60_000),
}
