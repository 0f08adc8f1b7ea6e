// All number, date and money text of the pages, in the reader's language and the company's zone.
// Made once per session by createFormat; every function takes API values and gives text.
import {
  addDays,
  dateText,
  daysBetween,
  headingText,
  monthText,
  shortText,
  timeText,
  toMoment,
} from './dates'
import {
  compactMoneyText,
  compactText,
  moneyText,
  numberText,
  percentText,
  type Language,
} from './numbers'

export const empty = '-'

export interface FormatSettings {
  language: Language
  zone: string
  currency: string // the company's own
  today: string
  now?: () => number
}

export interface Due {
  text: string
  late: boolean
}

type Input = string | number | null | undefined

export interface Format extends FormatSettings {
  money(value: Input, currency?: string): string
  moneyShort(value: Input, currency?: string): string
  number(value: Input, scale?: number): string
  numberShort(value: Input): string
  percent(value: Input, digits?: number): string
  date(value: string | null | undefined): string
  heading(value: string): string
  month(value: string | null | undefined): string
  dateTime(value: string | null | undefined): string
  time(value: string | null | undefined): string
  relative(value: string | null | undefined): string
  due(value: string | null | undefined): Due
  dayOf(instant: string): string
  phone(value: string | null | undefined): string
  creditCode(value: string | null | undefined): string
  fileSize(bytes: number): string
}

const words = {
  'zh-CN': {
    now: '刚刚',
    today: '今天',
    yesterday: '昨天',
    tomorrow: '明天',
    ago: (days: number) => `${days} 天前`,
    in: (days: number) => `${days} 天后`,
    late: (days: number) => `逾期 ${days} 天`,
  },
  en: {
    now: 'just now',
    today: 'today',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
    ago: (days: number) => `${days} days ago`,
    in: (days: number) => `in ${days} days`,
    late: (days: number) => `overdue by ${days} ${days === 1 ? 'day' : 'days'}`,
  },
}

export function phoneText(value: string): string {
  const mobile = /^(?:\+?86[- ]?)?(1[\d*]{10})$/.exec(value)?.[1]
  if (mobile) return `${mobile.slice(0, 3)} ${mobile.slice(3, 7)} ${mobile.slice(7)}`
  // 010 and 02x are areas of three digits, all others of four; then seven or eight digits.
  const fixed = /^(010|02\d|0[3-9]\d{2})(\d{3,4})(\d{4})$/.exec(value)
  if (fixed) return fixed.slice(1).join(' ')
  return value
}

export function foursText(value: string): string {
  return value.replace(/(.{4})(?=.)/g, '$1 ')
}

export function createFormat(settings: FormatSettings): Format {
  const { language, zone, currency, today } = settings
  const say = words[language]
  const now = settings.now ?? (() => Date.now())
  const relative = (value: string): string => {
    const at = toMoment(value, zone)
    if (!at) return empty
    const seconds = (now() - Date.parse(value)) / 1000
    if (seconds >= 0 && seconds < 60) return say.now
    const days = daysBetween(at.date, today)
    if (days === 0) return `${say.today} ${timeText(at, language)}`
    if (days === 1) return `${say.yesterday} ${timeText(at, language)}`
    if (days === -1) return `${say.tomorrow} ${timeText(at, language)}`
    if (days > 1 && days < 30) return say.ago(days)
    return dateText(at.date, language)
  }
  const due = (value: string): Due => {
    const date = value.length > 10 ? (toMoment(value, zone)?.date ?? '') : value
    const days = daysBetween(today, date)
    if (Number.isNaN(days)) return { text: empty, late: false }
    if (days < 0) return { text: say.late(-days), late: true }
    if (days === 0) return { text: say.today, late: false }
    if (days === 1) return { text: say.tomorrow, late: false }
    if (days <= 14) return { text: say.in(days), late: false }
    return { text: shortText(date, language, today), late: false }
  }
  const dateTime = (value: string): string => {
    const at = toMoment(value, zone)
    return at ? `${dateText(at.date, language)} ${timeText(at, language)}` : empty
  }
  return {
    ...settings,
    money: (value, code) => moneyText(value, code ?? currency, language) ?? empty,
    moneyShort: (value, code) => compactMoneyText(value, code ?? currency, language) ?? empty,
    number: (value, scale) => numberText(value, scale) ?? empty,
    numberShort: (value) => compactText(value, language) ?? empty,
    percent: (value, digits) => percentText(value, digits) ?? empty,
    date: (value) => (value ? dateText(value.slice(0, 10), language) : empty),
    heading: (value) => headingText(value, language),
    month: (value) => (value ? monthText(value, language) : empty),
    dateTime: (value) => (value ? dateTime(value) : empty),
    time: (value) => {
      const at = value ? toMoment(value, zone) : null
      return at ? timeText(at, language) : empty
    },
    relative: (value) => (value ? relative(value) : empty),
    due: (value) => (value ? due(value) : { text: empty, late: false }),
    dayOf: (instant) => toMoment(instant, zone)?.date ?? today,
    phone: (value) => (value ? phoneText(value) : empty),
    creditCode: (value) => (value ? foursText(value) : empty),
    fileSize: (bytes) => sizeText(bytes),
  }
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export { addDays }
