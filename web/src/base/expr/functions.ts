// The functions of the expression language, by name. Those that need the company's working
// calendar are not here: the server knows it.
import { contains, same, textOf, within, type Surroundings } from './evaluate'
import { dates } from './fn_dates'
import { numbers } from './fn_numbers'
import { texts } from './fn_texts'
import { int, isEmpty, type Maybe, type Value } from './value'

export type Arg = () => Maybe
export type Fn = (args: readonly Arg[], around: Surroundings) => Maybe

// Evaluates all arguments first; what cannot be known stays unknown. An empty one makes the result
// empty unless the function takes empties.
export function plain(
  run: (values: Value[], around: Surroundings) => Maybe,
  takesEmpty = false,
): Fn {
  return (args, around) => {
    const values = args.map((arg) => arg())
    if (values.includes(undefined)) return undefined
    if (!takesEmpty && values.some((value) => value === null)) return null
    return run(values as Value[], around)
  }
}

const ifs: Fn = (args) => {
  for (let at = 0; at + 1 < args.length; at += 2) {
    const condition = args[at]!()
    if (condition === undefined) return undefined
    if (condition === true) return args[at + 1]!()
  }
  return args.length % 2 === 1 ? args.at(-1)!() : null
}

const choose: Fn = (args, around) => {
  const subject = args[0]!()
  if (subject === undefined) return undefined
  for (let at = 1; at + 1 < args.length; at += 2) {
    const wanted = args[at]!()
    const found = wanted === undefined ? undefined : same(subject, wanted, around)
    if (found === undefined) return undefined
    if (found) return args[at + 1]!()
  }
  return args.length % 2 === 0 ? args.at(-1)!() : null
}

const coalesce: Fn = (args) => {
  for (const arg of args) {
    const value = arg()
    if (value === undefined) return undefined
    if (!isEmpty(value)) return value
  }
  return null
}

const isBlank = plain((values) => isEmpty(values[0]!), true)
const listOf = (value: Value | undefined): Value[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]

const every: Record<string, Fn> = {
  if: ifs,
  ifs,
  switch: choose,
  coalesce,
  ifempty: coalesce,
  isblank: isBlank,
  isempty: isBlank,
  contains: plain(([whole = null, part = null], around) => contains(whole, part, around), true),
  count: plain(([list]) => int(listOf(list).length), true),
  containsany: plain(([list, wanted], around) => {
    const found = listOf(wanted).map((one) => within(one, listOf(list), around))
    return found.includes(true) ? true : found.includes(undefined) ? undefined : false
  }, true),
  containsall: plain(([list, wanted], around) => {
    const found = listOf(wanted).map((one) => within(one, listOf(list), around))
    return found.includes(false) ? false : found.includes(undefined) ? undefined : true
  }, true),
}

export const functions: Readonly<Record<string, Fn>> = { ...texts, ...numbers, ...dates, ...every }

export { textOf }
