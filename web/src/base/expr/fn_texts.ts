// Texts: positions count characters from 1, and "search" does not mind case, width and accents.
import { parseDecimal, rescale } from '../decimal'
import { amountWords } from '../numbers'
import { toMoment, two } from '../dates'
import { asNumber, multiply, toInt } from './arithmetic'
import { textOf, zoneOf, type Surroundings } from './evaluate'
import { plain, type Fn } from './functions'
import { fold, int, isDay, isMoment, isNum, num, numberText, type Num, type Value } from './value'

const letters = (value: Value): string[] => [...(textOf(value) ?? '')]
const some = (text: string): Value => (text === '' ? null : text)
const size = (value: Value | undefined): number =>
  value === undefined || value === null ? 0 : toInt(asNumber(value) ?? int(0))

// Text out of texts; a reference whose name the browser does not know makes it unknown.
function onText(run: (text: string, rest: Value[], around: Surroundings) => Value): Fn {
  return plain(([value = null, ...rest], around) => {
    const text = textOf(value)
    if (text === undefined || rest.some((one) => textOf(one) === undefined)) return undefined
    return text === null ? null : run(text, rest, around)
  }, true)
}

const word = (value: Value | undefined): string => textOf(value ?? null) ?? ''

function place(part: string, text: string): Value {
  const at = text.indexOf(part)
  return int(at < 0 ? 0 : [...text.slice(0, at)].length + 1)
}

const joined = (values: readonly Value[], separator: string): Value | undefined => {
  const parts = values.map(textOf)
  if (parts.includes(undefined)) return undefined
  return some(parts.filter((one) => one !== null && one !== '').join(separator))
}

function mask(text: string, first: number, last: number): string {
  const all = [...text]
  if (first + last >= all.length) return text
  const hidden = '*'.repeat(all.length - first - last)
  return all.slice(0, first).join('') + hidden + (last > 0 ? all.slice(-last).join('') : '')
}

// 1234.5 by "¥#,##0.00" or "0.0%".
function numberBy(value: Num, pattern: string): string {
  const match = /^([^#0]*)([#,]*0)(?:\.(0+))?(%?)(.*)$/.exec(pattern)
  if (!match) return numberText(value)
  const [, before = '', whole = '', fraction = '', percent = '', after = ''] = match
  const shown = percent ? (multiply(value, int(100)) ?? value) : value
  const text = numberText(rescale(shown, fraction.length))
  const negative = text.startsWith('-')
  const [units = '0', parts = ''] = text.replace('-', '').split('.')
  const grouped = whole.includes(',') ? units.replace(/\B(?=(\d{3})+$)/g, ',') : units
  const decimals = fraction ? `.${parts.padEnd(fraction.length, '0')}` : ''
  return `${negative ? '-' : ''}${before}${grouped}${decimals}${percent}${after}`
}

// Minutes are "mm" behind hours, months elsewhere.
function dateBy(date: string, hour: number, minute: number, pattern: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  let afterHour = false
  return pattern.replace(/yyyy|yy|mm?|dd?|hh?/g, (part) => {
    const isMinute = afterHour && part.startsWith('m')
    afterHour = part.startsWith('h')
    const wide = part.length === 2
    if (part === 'yyyy') return year
    if (part === 'yy') return year.slice(2)
    const number = isMinute
      ? minute
      : part.startsWith('m')
        ? Number(month)
        : part.startsWith('d')
          ? Number(day)
          : hour
    return wide ? two(number) : String(number)
  })
}

function textBy(value: Value, pattern: Value, around: Surroundings): Value | undefined {
  const wanted = word(pattern)
  if (wanted === '') return textOf(value)
  if (isNum(value)) return numberBy(value, wanted)
  if (isDay(value)) return dateBy(value.day, 0, 0, wanted)
  if (isMoment(value)) {
    const at = toMoment(value.ms, zoneOf(around))
    return at ? dateBy(at.date, at.hour, at.minute, wanted) : null
  }
  return textOf(value)
}

const capitals = (text: string): string =>
  text.toLowerCase().replace(/\p{L}+/gu, (one) => one[0]!.toUpperCase() + one.slice(1))

export const texts: Record<string, Fn> = {
  concat: plain((values) => joined(values, ''), true),
  textjoin: plain(([separator = null, ...values]) => joined(values, word(separator)), true),
  len: plain(([value = null]) => int(letters(value).length), true),
  left: onText((text, [count]) => some([...text].slice(0, Math.max(0, size(count))).join(''))),
  right: onText((text, [count]) =>
    some(size(count) > 0 ? [...text].slice(-size(count)).join('') : ''),
  ),
  mid: onText((text, [start, count]) => {
    const from = size(start) - 1
    return some(
      [...text].slice(Math.max(0, from), Math.max(0, Math.max(0, from) + size(count))).join(''),
    )
  }),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  proper: onText(capitals),
  trim: onText((text) => some(text.trim())),
  clean: onText((text) => some(text.replace(/\p{Cc}/gu, ''))),
  code: onText((text) => int(text.codePointAt(0) ?? 0)),
  substitute: onText((text, [old, next]) =>
    some(word(old) === '' ? text : text.split(word(old)).join(word(next))),
  ),
  replace: onText((text, [start, count, next]) => {
    const all = [...text]
    all.splice(Math.max(0, size(start) - 1), Math.max(0, size(count)), ...word(next))
    return some(all.join(''))
  }),
  rept: onText((text, [times]) => some(text.repeat(Math.min(1000, Math.max(0, size(times)))))),
  find: onText((part, [text]) => place(part, word(text))),
  search: onText((part, [text]) => place(fold(part), fold(word(text)))),
  startswith: onText((text, [part]) => fold(text).startsWith(fold(word(part)))),
  endswith: onText((text, [part]) => fold(text).endsWith(fold(word(part)))),
  exact: onText((text, [other]) => text === word(other)),
  textbefore: onText((text, [mark]) => {
    const at = text.indexOf(word(mark))
    return at < 0 ? null : some(text.slice(0, at))
  }),
  textafter: onText((text, [mark]) => {
    const at = text.indexOf(word(mark))
    return at < 0 ? null : some(text.slice(at + word(mark).length))
  }),
  mask: onText((text, [first, last]) => mask(text, size(first), size(last))),
  text: plain(
    ([value = null, pattern = null], around) =>
      value === null ? null : textBy(value, pattern, around),
    true,
  ),
  value: onText((text) => num(parseDecimal(text.replaceAll(',', '')))),
  amountinwords: plain(([value = null]) => {
    const number = asNumber(value)
    return number ? amountWords(numberText(number)) : null
  }),
}
