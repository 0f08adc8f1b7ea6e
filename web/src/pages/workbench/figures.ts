// What the key figures are called, coloured and compared with. Lengths and shares only: the
// amounts themselves stay text.
import type { MetricUnit } from '../../api/answers'
import { toPlotNumber } from '../../base/decimal'
import type { KpiAnswer } from '../../api/work'

// In the order of the page; the others follow in a strip.
export const mainKpis = ['signed', 'collected', 'opportunities_created', 'win_rate']

const colors: Record<string, string> = {
  signed: 'var(--bench-signed)',
  collected: 'var(--bench-collected)',
  opportunities_created: 'var(--bench-created)',
  win_rate: 'var(--bench-target)',
}

export const colorOfKpi = (metric: string): string => colors[metric] ?? 'var(--primary)'

export function unitOf(kpi: KpiAnswer): MetricUnit {
  if (kpi.unit) return kpi.unit
  if (kpi.metric.endsWith('rate')) return 'percent'
  return kpi.metric === 'signed' || kpi.metric === 'collected' ? 'money' : 'count'
}

// Against the period before: per cent, for shares in points. Null when there is nothing to compare.
export function changeOf(
  value: string | null,
  previous: string | null,
  unit: MetricUnit,
): number | null {
  if (value === null || previous === null) return null
  const now = toPlotNumber(value)
  const before = toPlotNumber(previous)
  if (now === before) return null
  if (unit === 'percent') return now - before
  return before > 0 ? ((now - before) / before) * 100 : null
}

// The marks of a value axis around an amount axis: 万 in Chinese, thousands and millions else.
export function shareOf(value: string, max: string): number {
  const whole = toPlotNumber(max)
  return whole > 0 ? Math.max(0, Math.min(1, toPlotNumber(value) / whole)) : 0
}
