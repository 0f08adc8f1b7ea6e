import type { Period } from '../../api/work'

export interface WorkbenchSearch {
  period?: Period
}

const periods: readonly Period[] = ['week', 'month', 'quarter', 'year']

export function readWorkbenchSearch(raw: Record<string, unknown>): Record<string, unknown> {
  const period = periods.find((one) => one === raw.period)
  return period ? { period } : {}
}
