// Live totals of quote lines by the same rules as the server's (round half up to the fen per
// line, then sum): a preview; what is saved is what the server computes.
import {
  addDecimals,
  compareDecimals,
  decimalText,
  multiplyDecimals,
  parseDecimal,
  rescale,
  type Decimal,
} from '../../base/decimal'

const fen = 2
const priceScale = 6
const zero: Decimal = { units: 0n, scale: 0 }
const hundred: Decimal = { units: 100n, scale: 0 }
const minusOne: Decimal = { units: -1n, scale: 0 }

export const decimalOf = (value: unknown): Decimal =>
  parseDecimal(typeof value === 'string' || typeof value === 'number' ? value : null) ?? zero

const subtract = (a: Decimal, b: Decimal): Decimal => addDecimals(a, multiplyDecimals(b, minusOne))

// Half away from zero at `scale`, as the server divides.
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.units === 0n) return { units: 0n, scale }
  const shift = BigInt(scale) + BigInt(b.scale) - BigInt(a.scale)
  const top = shift >= 0n ? a.units * 10n ** shift : a.units
  const bottom = shift >= 0n ? b.units : b.units * 10n ** -shift
  const negative = top < 0n !== bottom < 0n
  const x = top < 0n ? -top : top
  const y = bottom < 0n ? -bottom : bottom
  const units = (x * 2n + y) / (y * 2n)
  return { units: negative ? -units : units, scale }
}

// "t13" is 13 %; exempt and not taxable are 0.
export function taxPercent(rate: unknown): Decimal {
  return typeof rate === 'string' && /^t\d+$/.test(rate) ? decimalOf(rate.slice(1)) : zero
}

export function lessPercent(amount: Decimal, percent: Decimal, scale: number): Decimal {
  const product = rescale(multiplyDecimals(amount, subtract(hundred, percent)), priceScale)
  return divide(product, hundred, scale)
}

export interface LineValues {
  quantity?: unknown
  price?: unknown
  list_price?: unknown
  discount?: unknown
  tax_rate?: unknown
}

export interface LineTotals {
  net: string
  tax: string
  amount: string
}

// The price a discount makes of the list price; null when there is no list price.
export function discountedPrice(line: LineValues): string | null {
  if (!parseDecimal(line.list_price as string | null)) return null
  const price = lessPercent(decimalOf(line.list_price), decimalOf(line.discount), priceScale)
  return decimalText(price).replace(/(\.\d\d\d*?)0+$/, '$1')
}

export function lineTotals(line: LineValues, taxIncluded: boolean): LineTotals {
  const plain = rescale(multiplyDecimals(decimalOf(line.quantity), decimalOf(line.price)), fen)
  const percent = taxPercent(line.tax_rate)
  let net = plain
  let amount = plain
  if (taxIncluded) {
    net = divide(multiplyDecimals(plain, hundred), addDecimals(hundred, percent), fen)
  } else {
    const tax = rescale(multiplyDecimals(plain, percent), fen + 2)
    amount = rescale(addDecimals(plain, divide(tax, hundred, fen)), fen)
  }
  return {
    net: decimalText(net),
    tax: decimalText(rescale(subtract(amount, net), fen)),
    amount: decimalText(amount),
  }
}

export interface QuoteTotals {
  lines: string
  tax: string
  amount: string
}

export function quoteTotals(
  lines: readonly LineTotals[],
  discount: unknown,
  freight: unknown,
): QuoteTotals {
  let sum: Decimal = { units: 0n, scale: fen }
  let tax: Decimal = { units: 0n, scale: fen }
  for (const line of lines) {
    sum = addDecimals(sum, decimalOf(line.amount))
    tax = addDecimals(tax, decimalOf(line.tax))
  }
  const percent = decimalOf(discount)
  const amount = addDecimals(lessPercent(sum, percent, fen), rescale(decimalOf(freight), fen))
  return {
    lines: decimalText(sum),
    tax: decimalText(lessPercent(tax, percent, fen)),
    amount: decimalText(amount),
  }
}

export const isBelow = (a: unknown, b: unknown): boolean =>
  compareDecimals(decimalOf(a), decimalOf(b)) < 0
