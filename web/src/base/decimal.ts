// Decimals as the API writes them: strings, computed in BigInt minor units, never floats.
export interface Decimal {
  readonly units: bigint // the value times 10^scale
  readonly scale: number
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?$/

export function parseDecimal(text: string | number | null | undefined): Decimal | null {
  if (text === null || text === undefined) return null
  const match = pattern.exec(String(text).trim())
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return null
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

const power = (n: number): bigint => 10n ** BigInt(n)

// Half away from zero, as documents round.
export function rescale(value: Decimal, scale: number): Decimal {
  if (scale >= value.scale) {
    return { units: value.units * power(scale - value.scale), scale }
  }
  const divisor = power(value.scale - scale)
  const negative = value.units < 0n
  const absolute = negative ? -value.units : value.units
  const rounded = (absolute + divisor / 2n) / divisor
  return { units: negative ? -rounded : rounded, scale }
}

export function decimalText(value: Decimal): string {
  const negative = value.units < 0n
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0')
  const whole = digits.slice(0, digits.length - value.scale)
  const fraction = value.scale > 0 ? `.${digits.slice(digits.length - value.scale)}` : ''
  return `${negative ? '-' : ''}${whole}${fraction}`
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: rescale(a, scale).units + rescale(b, scale).units, scale }
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const difference = rescale(a, scale).units - rescale(b, scale).units
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function sumTexts(texts: readonly (string | null | undefined)[]): string {
  let total: Decimal = { units: 0n, scale: 0 }
  for (const text of texts) {
    const value = parseDecimal(text)
    if (value) total = addDecimals(total, value)
  }
  return decimalText(total)
}

// Only for lengths of bars and places on axes, where a pixel is the precision.
export function toPlotNumber(text: string | number | null | undefined): number {
  const value = Number(text ?? 0)
  return Number.isFinite(value) ? value : 0
}
