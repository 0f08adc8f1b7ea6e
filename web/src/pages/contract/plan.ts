// The payment plan as it is typed: templates, exact shares, the sum check, the verb's JSON.
import {
  addDecimals,
  compareDecimals,
  decimalText,
  multiplyDecimals,
  parseDecimal,
  rescale,
  type Decimal,
} from '../../base/decimal'
import { addDays } from '../../base/dates'

export type Basis = 'date' | 'event' | 'month_end'

export interface PlanRow {
  key: string
  id?: string // an instalment that is there already
  kind: string
  basis: Basis
  event: string
  days: string
  share: string // per cent, "" when the amount was typed
  amount: string
  dueDate: string | null
  received: string // of an instalment that is there: it cannot go below
  note: string
}

export interface Template {
  key: string
  label: string // sentence key
  rows: readonly Partial<PlanRow>[]
}

let nextKey = 1
export const newRow = (values: Partial<PlanRow> = {}): PlanRow => ({
  key: `row-${nextKey++}`,
  kind: 'progress',
  basis: 'date',
  event: '',
  days: '0',
  share: '',
  amount: '',
  dueDate: null,
  received: '0',
  note: '',
  ...values,
})

const byEvent = (kind: string, event: string, days: string, share: string): Partial<PlanRow> => ({
  kind,
  basis: 'event',
  event,
  days,
  share,
})

export const templates: readonly Template[] = [
  {
    key: 't3331',
    label: 'web.plan.t3331',
    rows: [
      byEvent('advance', 'signed', '7', '30'),
      byEvent('shipment', 'shipped', '0', '30'),
      byEvent('acceptance', 'accepted', '30', '30'),
      byEvent('retention', 'accepted', '365', '10'),
    ],
  },
  {
    key: 't433',
    label: 'web.plan.t433',
    rows: [
      byEvent('advance', 'signed', '7', '40'),
      byEvent('shipment', 'shipped', '0', '30'),
      byEvent('acceptance', 'accepted', '30', '30'),
    ],
  },
  {
    key: 't55',
    label: 'web.plan.t55',
    rows: [byEvent('advance', 'signed', '7', '50'), byEvent('acceptance', 'accepted', '30', '50')],
  },
  { key: 'full', label: 'web.plan.full', rows: [byEvent('advance', 'signed', '7', '100')] },
  {
    key: 'monthly',
    label: 'web.plan.monthly',
    rows: [{ kind: 'monthly', basis: 'month_end', event: 'reconciled', days: '60', share: '100' }],
  },
]

const fen = 2
const zero: Decimal = { units: 0n, scale: fen }

// Parts of the total by per cent, exact to the fen: the largest remainders get the odd fen.
export function apportion(total: string, shares: readonly string[]): string[] {
  const whole = parseDecimal(total)
  if (!whole) return shares.map(() => '')
  const amount = rescale(whole, fen).units
  const weights = shares.map((share) => rescale(parseDecimal(share) ?? zero, fen).units)
  const sum = weights.reduce((a, b) => a + b, 0n)
  // what nobody asked for stays out: 3-3-3 of a contract leaves a tenth unplanned
  const target = sum >= 10_000n ? amount : (amount * sum) / 10_000n
  const base = sum > 10_000n ? sum : 10_000n
  const parts = weights.map((weight) => (amount * weight) / base)
  let rest = target - parts.reduce((a, b) => a + b, 0n)
  const order = weights
    .map((weight, index) => ({ index, left: (amount * weight) % base }))
    .sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1))
  for (const { index } of order) {
    if (rest <= 0n) break
    parts[index] = (parts[index] ?? 0n) + 1n
    rest -= 1n
  }
  return parts.map((units) => decimalText({ units, scale: fen }))
}

export function withShares(rows: readonly PlanRow[], total: string): PlanRow[] {
  const shared = rows.filter((row) => row.share !== '')
  const parts = apportion(
    total,
    shared.map((row) => row.share),
  )
  return rows.map((row) => {
    const at = shared.indexOf(row)
    return at < 0 ? row : { ...row, amount: parts[at] ?? row.amount }
  })
}

export function sumOf(rows: readonly PlanRow[]): string {
  let sum = zero
  for (const row of rows) sum = addDecimals(sum, parseDecimal(row.amount) ?? zero)
  return decimalText(sum)
}

export function differenceOf(rows: readonly PlanRow[], total: string): string {
  const whole = parseDecimal(total) ?? zero
  const minus = multiplyDecimals(parseDecimal(sumOf(rows)) ?? zero, { units: -1n, scale: 0 })
  return decimalText(rescale(addDecimals(whole, minus), fen))
}

export const isZero = (text: string): boolean => (parseDecimal(text)?.units ?? 0n) === 0n

// Problems by row key; keys of sentences.
export function problemsOf(rows: readonly PlanRow[]): Map<string, string> {
  const problems = new Map<string, string>()
  for (const row of rows) {
    const amount = parseDecimal(row.amount)
    if (!amount || amount.units <= 0n) problems.set(row.key, 'web.plan.no_amount')
    else if (compareDecimals(amount, parseDecimal(row.received) ?? zero) < 0)
      problems.set(row.key, 'web.plan.below_received')
    else if (row.basis === 'date' && !row.dueDate) problems.set(row.key, 'web.plan.no_date')
    else if (row.basis !== 'date' && row.event === '') problems.set(row.key, 'web.plan.no_event')
  }
  return problems
}

// The argument of the verb: shares are sent as amounts, so what was seen is what is saved.
export function toArgument(rows: readonly PlanRow[]): string {
  return JSON.stringify(
    rows.map((row) => ({
      ...(row.id ? { id: row.id } : {}),
      kind: row.kind,
      basis: row.basis,
      amount: row.amount,
      ...(row.basis === 'date'
        ? { due_date: row.dueDate }
        : { event: row.event, days: row.days === '' ? '0' : row.days }),
      ...(row.note ? { note: row.note } : {}),
    })),
  )
}

// Equal monthly parts from a first day.
export function monthlyRows(total: string, count: number, first: string): PlanRow[] {
  const parts = equalParts(total, count)
  return parts.map((amount, index) =>
    newRow({ amount, dueDate: monthsLater(first, index), kind: 'progress' }),
  )
}

function equalParts(total: string, count: number): string[] {
  const units = rescale(parseDecimal(total) ?? zero, fen).units
  const size = BigInt(Math.max(1, count))
  return Array.from({ length: Number(size) }, (_, index) =>
    decimalText({ units: units / size + (BigInt(index) < units % size ? 1n : 0n), scale: fen }),
  )
}

function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const at = year * 12 + month - 1 + months
  const first = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`
  const last = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate()
  return addDays(first, Math.min(day, last) - 1)
}
