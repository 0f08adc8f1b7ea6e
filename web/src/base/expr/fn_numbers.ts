// Numbers: exact, 6 digits after the point.
import { compareDecimals, rescale } from '../decimal'
import {
  addNumbers,
  asNumber,
  divide,
  floorOf,
  multiply,
  negate,
  roundTo,
  toInt,
} from './arithmetic'
import { plain, type Fn } from './functions'
import { int, num, type Num, type Value } from './value'

const all = (values: readonly Value[]): Num[] =>
  values.flatMap((value) => (value === null ? [] : (asNumber(value) ?? [])))

function one(run: (value: Num) => Value): Fn {
  return (args, around) =>
    plain(([value = null]) => {
      const number = asNumber(value)
      return number ? run(number) : null
    })(args, around)
}

function two(run: (a: Num, b: Num) => Value): Fn {
  return (args, around) =>
    plain(([a = null, b = null]) => {
      const x = asNumber(a)
      const y = asNumber(b)
      return x && y ? run(x, y) : null
    })(args, around)
}

function many(run: (values: Num[]) => Value): Fn {
  return (args, around) =>
    plain((values) => {
      const numbers = all(values)
      return numbers.length > 0 ? run(numbers) : null
    }, true)(args, around)
}

const rounded =
  (toward: 0 | 1 | -1): Fn =>
  (args, around) =>
    plain(([value = null, digits = null]) => {
      const number = asNumber(value)
      const places = digits === null ? 0 : toInt(asNumber(digits) ?? int(0))
      return number ? roundTo(number, places, toward) : null
    })(args, around)

const sum = (values: readonly Num[]): Num | null =>
  values.reduce<Num | null>((total, value) => (total ? addNumbers(total, value) : null), int(0))

const extreme = (sign: 1 | -1) => (values: Num[]) =>
  values.reduce((best, value) => (compareDecimals(value, best) * sign > 0 ? value : best))

function power(base: Num, exponent: Num): Value {
  const times = toInt(exponent)
  if (
    exponent.scale > 0 &&
    rescale(exponent, 0).units * 10n ** BigInt(exponent.scale) !== exponent.units
  )
    return null
  if (times < 0 && base.units === 0n) return null
  let result: Num | null = int(1)
  for (let count = 0; count < Math.min(Math.abs(times), 200); count++)
    result = result ? multiply(result, base) : null
  return result && times < 0 ? divide(int(1), result) : result
}

// Newton on whole numbers: the root to 7 digits, rounded to 6.
function root(value: Num): Value {
  if (value.units < 0n) return null
  const wide = rescale(value, 14).units
  if (wide === 0n) return int(0)
  let x = BigInt(Math.max(1, Math.floor(Math.sqrt(Number(wide)))))
  for (let round = 0; round < 60; round++) {
    const next = (x + wide / x) / 2n
    if (next === x || next === x + 1n) break
    x = next
  }
  return num({ units: x, scale: 7 })
}

function modulo(a: Num, b: Num): Value {
  if (b.units === 0n) return null
  const quotient = floorOf(divide(a, b) ?? int(0))
  return addNumbers(a, negate(multiply(quotient, b) ?? int(0)))
}

function nearest(value: Num, step: Num): Value {
  const times = divide(value, step)
  const whole = times ? roundTo(times, 0, 0) : null
  return whole ? multiply(whole, step) : null
}

export const numbers: Record<string, Fn> = {
  abs: one((value) => (value.units < 0n ? negate(value) : value)),
  sign: one((value) => int(value.units > 0n ? 1 : value.units < 0n ? -1 : 0)),
  round: rounded(0),
  roundup: rounded(1),
  rounddown: rounded(-1),
  int: one(floorOf),
  floor: one(floorOf),
  ceiling: one((value) => negate(floorOf(negate(value)))),
  trunc: one((value) => roundTo(value, 0, -1)),
  mod: two(modulo),
  mround: two(nearest),
  power: two(power),
  sqrt: one(root),
  min: many(extreme(-1)),
  max: many(extreme(1)),
  sum: many(sum),
  average: many((values) => {
    const total = sum(values)
    return total ? divide(total, int(values.length)) : null
  }),
}
