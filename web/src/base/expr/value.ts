// Values of the expression language in the browser: exact numbers, days, moments, references.
// `undefined` is none of them: it means that only the server can know.
import { isDate, toInstant, toMoment, two } from '../dates'
import { compareDecimals, decimalText, parseDecimal, rescale, type Decimal } from '../decimal'

export interface Num extends Decimal {
  t: 'n'
}
export interface Day {
  t: 'd'
  day: string // 2026-11-30
}
export interface Month {
  t: 'm'
  month: string
}
export interface Moment {
  t: 'i'
  ms: number
}
export interface Ref {
  t: 'r'
  id: string
  key: string | undefined // what it is called in text; undefined: only the server knows
}
export type Value = null | boolean | string | Num | Day | Month | Moment | Ref | Value[]
export type Maybe = Value | undefined

export type Kind =
  | 'number'
  | 'percent'
  | 'text'
  | 'phone'
  | 'boolean'
  | 'date'
  | 'month'
  | 'instant'
  | 'reference'
  | 'list'

const scaleMax = 6
const digitsMax = 10n ** 18n

// At most 6 digits after the point and 18 in all; what is longer is none.
export function num(value: Decimal | null): Num | null {
  if (!value) return null
  const short = value.scale > scaleMax ? rescale(value, scaleMax) : value
  const whole = rescale(short, 0).units
  if (whole >= digitsMax || whole <= -digitsMax) return null
  return { t: 'n', units: short.units, scale: short.scale }
}

export const int = (value: number): Num => ({ t: 'n', units: BigInt(value), scale: 0 })
export const day = (text: string): Day | null =>
  isDate(text) && text >= '0001-01-01' && text <= '9999-12-31' ? { t: 'd', day: text } : null

export const isNum = (v: Maybe): v is Num => typeof v === 'object' && !!v && 't' in v && v.t === 'n'
export const isDay = (v: Maybe): v is Day => typeof v === 'object' && !!v && 't' in v && v.t === 'd'
export const isMonth = (v: Maybe): v is Month =>
  typeof v === 'object' && !!v && 't' in v && v.t === 'm'
export const isMoment = (v: Maybe): v is Moment =>
  typeof v === 'object' && !!v && 't' in v && v.t === 'i'
export const isRef = (v: Maybe): v is Ref => typeof v === 'object' && !!v && 't' in v && v.t === 'r'

export const isEmpty = (v: Value): boolean =>
  v === null || v === '' || (Array.isArray(v) && v.length === 0)

export function numberText(value: Decimal): string {
  const text = decimalText(value)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

export function readMoment(text: string, zone: string): Moment | null {
  const local = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text)
  if (local) {
    if (!isDate(local[1]!)) return null
    const at = toInstant(local[1]!, `${two(Number(local[2] ?? 0))}:${local[3] ?? '00'}`, zone)
    return { t: 'i', ms: Date.parse(at) + Number(local[4] ?? 0) * 1000 }
  }
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : { t: 'i', ms }
}

export const dayOfMoment = (at: Moment, zone: string): string =>
  toMoment(at.ms, zone)?.date ?? '1970-01-01'

// A field's value as the API gives it.
export function fromApi(value: unknown, kind: Kind | undefined, zone: string): Maybe {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) return value.map((one) => fromApi(one, undefined, zone) ?? null)
  if (typeof value === 'boolean') return value
  if (typeof value === 'object') {
    const { id, name, key } = value as { id?: string; name?: string; key?: string }
    return { t: 'r', id: String(id), key: key ?? name }
  }
  const text = String(value)
  switch (kind) {
    case 'number':
      return num(parseDecimal(text))
    case 'percent': {
      const hundred = parseDecimal(text)
      return hundred ? num({ units: hundred.units, scale: hundred.scale + 2 }) : null
    }
    case 'date':
      return day(text)
    case 'month':
      return { t: 'm', month: text.slice(0, 7) }
    case 'instant':
      return readMoment(text, zone)
    case 'reference':
      return { t: 'r', id: text, key: undefined }
    default:
      return typeof value === 'number' ? num(parseDecimal(text)) : text
  }
}

// Small letters, plain width, no accents: what people do not mean when they search.
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

function codeOrder(a: string, b: string): number {
  const x = [...a]
  const y = [...b]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const d = x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!
    if (d !== 0) return d
  }
  return x.length - y.length
}

// How two values that are not empty stand to each other; undefined: only the server knows; null:
// they cannot be compared.
export function order(a: Value, b: Value, zone: string): number | null | undefined {
  if (isRef(a) || isRef(b)) return orderRefs(a, b)
  if (isNum(a) || isNum(b)) {
    const x = isNum(a) ? a : typeof a === 'string' ? parseDecimal(a) : null
    const y = isNum(b) ? b : typeof b === 'string' ? parseDecimal(b) : null
    return x && y ? compareDecimals(x, y) : null
  }
  if (isMoment(a) || isMoment(b)) return orderMoments(a, b, zone)
  const x = plainText(a)
  const y = plainText(b)
  return x === null || y === null ? null : codeOrder(x, y)
}

function plainText(value: Value): string | null {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value
  return isDay(value) ? value.day : isMonth(value) ? value.month : null
}

function orderRefs(a: Value, b: Value): number | null | undefined {
  if (isRef(a) && isRef(b)) return a.id === b.id ? 0 : 1
  const ref = isRef(a) ? a : (b as Ref)
  const text = isRef(a) ? b : a
  if (typeof text !== 'string') return null
  if (/^\d+$/.test(text)) return ref.id === text ? 0 : 1
  return ref.key === undefined ? undefined : ref.key === text ? 0 : 1
}

// A moment beside a day counts as its local day; text is read as either.
function orderMoments(a: Value, b: Value, zone: string): number | null {
  const read = (v: Value): Moment | Day | null => {
    if (isMoment(v) || isDay(v)) return v
    if (typeof v !== 'string') return null
    return /^\d{4}-\d{2}-\d{2}$/.test(v) ? day(v) : readMoment(v, zone)
  }
  const x = read(a)
  const y = read(b)
  if (!x || !y) return null
  if (isMoment(x) && isMoment(y)) return x.ms - y.ms
  const dayOf = (v: Moment | Day) => (isMoment(v) ? dayOfMoment(v, zone) : v.day)
  return codeOrder(dayOf(x), dayOf(y))
}
