// Sums and checks of allocations: decimal strings in, decimal strings out.
import {
  addDecimals,
  compareDecimals,
  decimalText,
  multiplyDecimals,
  parseDecimal,
  rescale,
} from '../../base/decimal'

const zero = { units: 0n, scale: 2 }

export const isZeroText = (text: string | null): boolean => (parseDecimal(text)?.units ?? 0n) === 0n

export interface Target {
  key: string // instalment's id
  remaining: string
  amount: string // what is to go there; "" for nothing
}

export function minus(a: string, b: string): string {
  const negative = multiplyDecimals(parseDecimal(b) ?? zero, { units: -1n, scale: 0 })
  return decimalText(rescale(addDecimals(parseDecimal(a) ?? zero, negative), 2))
}

export function smaller(a: string, b: string): string {
  return compareDecimals(parseDecimal(a) ?? zero, parseDecimal(b) ?? zero) <= 0 ? a : b
}

export function allocated(targets: readonly Target[]): string {
  let sum = zero
  for (const target of targets) sum = addDecimals(sum, parseDecimal(target.amount) ?? zero)
  return decimalText(rescale(sum, 2))
}

// Fills the targets in their order with what the receipt has left.
export function fillInOrder(targets: readonly Target[], rest: string): Target[] {
  let left = rest
  return targets.map((target) => {
    if (compareDecimals(parseDecimal(left) ?? zero, zero) <= 0) return { ...target, amount: '' }
    const amount = smaller(target.remaining, left)
    left = minus(left, amount)
    return { ...target, amount: isZeroText(amount) ? '' : amount }
  })
}

// Sentence keys of what is wrong, by target; '' stands for the whole.
export function problemsOf(targets: readonly Target[], rest: string): Map<string, string> {
  const problems = new Map<string, string>()
  for (const target of targets) {
    if (target.amount === '') continue
    const amount = parseDecimal(target.amount)
    if (!amount || amount.units < 0n) problems.set(target.key, 'web.allocate.not_an_amount')
    else if (compareDecimals(amount, parseDecimal(target.remaining) ?? zero) > 0)
      problems.set(target.key, 'web.allocate.above_remaining')
  }
  const sum = parseDecimal(allocated(targets)) ?? zero
  if (sum.units === 0n) problems.set('', 'web.allocate.nothing')
  else if (compareDecimals(sum, parseDecimal(rest) ?? zero) > 0)
    problems.set('', 'web.allocate.above_rest')
  return problems
}
