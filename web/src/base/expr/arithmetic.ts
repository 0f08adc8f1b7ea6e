// Exact arithmetic of the expression language: 6 digits after the point, half away from zero.
import { addDays, daysBetween } from '../dates'
import { addDecimals, multiplyDecimals, parseDecimal, rescale, type Decimal } from '../decimal'
import {
  day,
  dayOfMoment,
  int,
  isDay,
  isMoment,
  isMonth,
  isNum,
  num,
  type Num,
  type Value,
} from './value'

const quotientScale = 6

export function asNumber(value: Value): Num | null {
  if (isNum(value)) return value
  return typeof value === 'string' ? num(parseDecimal(value)) : null
}

export const toInt = (value: Decimal): number => Number(rescale(value, 0).units)

export const negate = (a: Num): Num => ({ ...a, units: -a.units })
export const addNumbers = (a: Num, b: Num): Num | null => num(addDecimals(a, b))
export const multiply = (a: Num, b: Num): Num | null => num(multiplyDecimals(a, b))

export function divide(a: Num, b: Num): Num | null {
  if (b.units === 0n) return null
  // One digit more than is kept, and a sign that rounds away from zero.
  const scaled = a.units * 10n ** BigInt(quotientScale + b.scale)
  const below = b.units * 10n ** BigInt(a.scale)
  const negative = scaled < 0n !== below < 0n
  const top = scaled < 0n ? -scaled : scaled
  const bottom = below < 0n ? -below : below
  const units = (top * 2n + bottom) / (bottom * 2n)
  return num({ units: negative ? -units : units, scale: quotientScale })
}

export function asDay(value: Value, zone: string): string | null {
  if (isDay(value)) return value.day
  if (isMoment(value)) return dayOfMoment(value, zone)
  if (isMonth(value)) return `${value.month}-01`
  if (typeof value !== 'string') return null
  const text = value.slice(0, 10)
  return day(text)?.day ?? null
}

const inRange = (text: string): Value => (text.length === 10 ? day(text) : null)

// A day plus or minus whole days; the days between two.
export function shiftDays(op: string, a: Value, b: Value, zone: string): Value {
  const isDate = (v: Value) => isDay(v) || isMoment(v)
  if (isDate(a) && (isDate(b) || typeof b === 'string')) {
    const x = asDay(a, zone)
    const y = asDay(b, zone)
    return op === '-' && x && y ? int(daysBetween(y, x)) : null
  }
  if (typeof a === 'string' && isDate(b)) {
    const x = asDay(a, zone)
    const y = asDay(b, zone)
    return op === '-' && x && y ? int(daysBetween(y, x)) : null
  }
  const date = asDay(isDate(a) ? a : b, zone)
  const count = asNumber(isDate(a) ? b : a)
  if (!date || !count || (op !== '+' && op !== '-')) return null
  return inRange(addDays(date, op === '-' ? -toInt(count) : toInt(count)))
}

// To so many digits; below zero for tens. `toward`: 0 half away, 1 away from zero, -1 toward it.
export function roundTo(value: Num, digits: number, toward: 0 | 1 | -1): Num | null {
  const scale = Math.min(6, digits)
  if (scale >= value.scale) return value
  const unit = 10n ** BigInt(value.scale - scale)
  const negative = value.units < 0n
  const size = negative ? -value.units : value.units
  const rest = size % unit
  let whole = size / unit
  if (toward === 1 ? rest > 0n : toward === 0 && rest * 2n >= unit) whole += 1n
  const units = negative ? -whole : whole
  return scale >= 0
    ? num({ units, scale })
    : num({ units: units * 10n ** BigInt(-scale), scale: 0 })
}

export const floorOf = (value: Num): Num => {
  const unit = 10n ** BigInt(value.scale)
  const whole = value.units / unit
  const below = value.units < 0n && value.units % unit !== 0n
  return { t: 'n', units: below ? whole - 1n : whole, scale: 0 }
}
