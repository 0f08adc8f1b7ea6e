// A card for one key figure: the number, then the target with the time-progress tick, then the trend.
import type { ReactNode } from 'react'
import { Delta, Meter, Sparkline } from './charts'

interface Props {
  label: string
  figure: ReactNode // a Figure of record/
  color?: string
  delta?: { percent: number | null; text: string }
  note?: ReactNode
  progress?: { value: number; max: number; tick?: number } | undefined
  trend?: { values: readonly number[]; label: string } | undefined
}

export function KpiCard({
  label,
  figure,
  color = 'var(--primary)',
  delta,
  note,
  progress,
  trend,
}: Props) {
  return (
    <section className="card kpi" aria-label={label}>
      <h2 className="kpi-label">{label}</h2>
      <div className="row">
        <div className="kpi-value grow">{figure}</div>
        {trend ? <Sparkline values={trend.values} color={color} label={trend.label} /> : null}
      </div>
      <div className="kpi-foot">
        {delta ? <Delta percent={delta.percent} text={delta.text} /> : null}
        {note}
      </div>
      {progress ? (
        <Meter
          value={progress.value}
          max={progress.max}
          color={color}
          {...(progress.tick === undefined ? {} : { tick: progress.tick })}
        />
      ) : null}
    </section>
  )
}
