// Number and money text of both languages (ui-guide, Formats). Decimal strings in, text out.
import { decimalText, parseDecimal, rescale, type Decimal } from './decimal'

export type Language = 'zh-CN' | 'en'

const symbols: Record<string, string> = {
  CNY: '¥',
  USD: 'US$',
  EUR: '€',
  HKD: 'HK$',
  JPY: 'JP¥',
  GBP: '£',
}

export function currencySymbol(currency: string, language: Language): string {
  if (currency === 'CNY') return language === 'en' ? 'CN¥' : '¥'
  return symbols[currency] ?? `${currency} `
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}

// Thousands grouped; the fraction is shown only when it is not zero, at `scale` digits then.
export function numberText(
  value: string | number | null | undefined,
  scale?: number,
): string | null {
  const parsed = parseDecimal(value)
  if (!parsed) return null
  const fixed = decimalText(scale === undefined ? parsed : rescale(parsed, scale))
  const negative = fixed.startsWith('-')
  const [whole = '0', fraction = ''] = fixed.replace('-', '').split('.')
  const rest = /[1-9]/.test(fraction)
    ? `.${scale === undefined ? fraction.replace(/0+$/, '') : fraction}`
    : ''
  return `${negative ? '-' : ''}${group(whole)}${rest}`
}

function signed(text: string, symbol: string): string {
  return text.startsWith('-') ? `-${symbol}${text.slice(1)}` : `${symbol}${text}`
}

// ¥1,286,000 or ¥1,286,000.50
export function moneyText(
  value: string | number | null | undefined,
  currency: string,
  language: Language,
): string | null {
  const parsed = parseDecimal(value)
  if (!parsed) return null
  const scale = Math.max(2, parsed.scale)
  const text = numberText(decimalText(parsed), scale) ?? ''
  return signed(text.replace(/(\.\d\d\d*?)0+$/, '$1'), currencySymbol(currency, language))
}

function scaled(value: Decimal, shift: number, digits: number): string {
  const moved: Decimal = { units: value.units, scale: value.scale + shift }
  const text = numberText(decimalText(rescale(moved, digits))) ?? '0'
  return text
}

// 128.6万, 3.41亿; below 万 the plain number. English: 1.29M, 341M, 12.4K.
export function compactText(
  value: string | number | null | undefined,
  language: Language,
): string | null {
  const parsed = parseDecimal(value)
  if (!parsed) return null
  const whole = rescale(parsed, 0).units
  const absolute = whole < 0n ? -whole : whole
  if (language === 'en') {
    if (absolute >= 999_500_000n) return `${scaled(parsed, 9, 2)}B`
    if (absolute >= 999_500n) return `${scaled(parsed, 6, 2)}M`
    if (absolute >= 10_000n) return `${scaled(parsed, 3, 1)}K`
    return numberText(decimalText(rescale(parsed, 0)))
  }
  if (absolute >= 99_995_000n) return `${scaled(parsed, 8, 2)}亿`
  if (absolute >= 10_000n) return `${scaled(parsed, 4, 1)}万`
  return numberText(decimalText(rescale(parsed, 0)))
}

export function compactMoneyText(
  value: string | number | null | undefined,
  currency: string,
  language: Language,
): string | null {
  const text = compactText(value, language)
  return text === null ? null : signed(text, currencySymbol(currency, language))
}

// The API writes 25 % as "25.00".
export function percentText(value: string | number | null | undefined, digits = 1): string | null {
  const parsed = parseDecimal(value)
  if (!parsed) return null
  return `${numberText(decimalText(rescale(parsed, digits)))}%`
}

// What a person types into a number or money box: 1,286,000 · ¥128.6万 · 3.41亿 · 12k · 全角.
export function parseTypedNumber(text: string): string | null {
  const plain = text
    .replace(/[０-９．，－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/CN¥|US\$|[¥￥$€£,\s元%]/g, '')
  const match = /^([+-]?[\d.]+)(万|亿|[kKmM])?$/.exec(plain)
  if (!match) return null
  const value = parseDecimal(match[1])
  if (!value) return null
  const shifts: Record<string, number> = { 万: 4, 亿: 8, k: 3, m: 6 }
  const shift = shifts[(match[2] ?? '').toLowerCase()] ?? 0
  if (shift === 0) return decimalText(value)
  const moved = rescale(value, Math.max(value.scale, shift))
  return decimalText({ units: moved.units, scale: moved.scale - shift })
}

const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']
const sections = ['', '万', '亿', '万亿']

function sectionWords(value: number): string {
  let words = ''
  let zero = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10
    if (digit === 0) {
      zero = words !== ''
      continue
    }
    words += (zero ? '零' : '') + digits[digit] + places[place]
    zero = false
  }
  return words
}

function wholeWords(value: bigint): string {
  let words = ''
  let zero = false
  for (let index = 3; index >= 0; index--) {
    const part = Number((value / 10_000n ** BigInt(index)) % 10_000n)
    if (part === 0) {
      zero = words !== ''
      continue
    }
    if (words !== '' && (zero || part < 1000)) words += '零'
    words += sectionWords(part) + sections[index]
    zero = false
  }
  return words
}

// 壹佰贰拾捌万陆仟元整, for contracts and receipts. Up to 9,999 万亿.
export function amountWords(value: string | number | null | undefined): string | null {
  const parsed = parseDecimal(value)
  if (!parsed) return null
  const fen = rescale(parsed, 2).units
  const absolute = fen < 0n ? -fen : fen
  const whole = absolute / 100n
  const jiao = Number((absolute / 10n) % 10n)
  const cent = Number(absolute % 10n)
  if (absolute === 0n) return '零元整'
  let words = whole > 0n ? `${wholeWords(whole)}元` : ''
  if (jiao === 0 && cent === 0) words += '整'
  else {
    if (jiao > 0) words += `${digits[jiao]}角`
    else if (whole > 0n) words += '零'
    words += cent > 0 ? `${digits[cent]}分` : '整'
  }
  return (fen < 0n ? '负' : '') + words
}
