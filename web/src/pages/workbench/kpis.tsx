import { useTranslation } from 'react-i18next'
import type { MetricUnit } from '../../api/answers'
import { toPlotNumber } from '../../base/decimal'
import { Figure, figureText } from '../../record/figure'
import { useFormat } from '../../ui/format'
import { KpiCard } from '../../ui/kpi'
import type { KpiAnswer, Period, WorkbenchAnswer } from '../../api/work'
import { changeOf, colorOfKpi, mainKpis, unitOf } from './figures'

export function Kpis({ answer, period }: { answer: WorkbenchAnswer; period: Period }) {
  const main = mainKpis.flatMap((name) => answer.kpis.find((kpi) => kpi.metric === name) ?? [])
  const rest = answer.kpis.filter((kpi) => !main.includes(kpi))
  const range = { from: answer.period.from, to: answer.period.to }
  return (
    <>
      <div className="kpis">
        {main.map((kpi) => (
          <Card key={kpi.metric} kpi={kpi} range={range} period={period} />
        ))}
      </div>
      {rest.length > 0 ? (
        <div className="card kpi-strip">
          {rest.map((kpi) => (
            <Small key={kpi.metric} kpi={kpi} range={range} />
          ))}
        </div>
      ) : null}
    </>
  )
}

interface Range {
  from: string
  to: string
}

function useLabel(kpi: KpiAnswer): string {
  const { t } = useTranslation()
  return kpi.label ?? t(`web.metric.${kpi.metric}`, { defaultValue: kpi.metric })
}

function Card({ kpi, range, period }: { kpi: KpiAnswer; range: Range; period: Period }) {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel(kpi)
  const unit: MetricUnit = unitOf(kpi)
  const change = changeOf(kpi.value, kpi.previous, unit)
  const trend = kpi.trend.map(toPlotNumber)
  const value = toPlotNumber(kpi.value)
  const target = kpi.target === null ? null : toPlotNumber(kpi.target)
  const deltaText =
    change === null
      ? ''
      : unit === 'percent'
        ? t('web.kpi.points', { value: format.number(Math.abs(change).toFixed(1)) })
        : format.percent(Math.abs(change).toFixed(1))
  return (
    <KpiCard
      label={label}
      color={colorOfKpi(kpi.metric)}
      figure={
        <Figure
          source={{ metric: kpi.metric, params: range }}
          value={kpi.value}
          unit={unit}
          label={label}
        />
      }
      {...(change === null ? {} : { delta: { percent: change, text: deltaText } })}
      note={
        <>
          {change === null ? null : <span>{t(`web.kpi.than_last.${period}`)}</span>}
          {kpi.target === null ? null : (
            <span>{t('web.kpi.target', { value: figureText(kpi.target, unit, format) })}</span>
          )}
        </>
      }
      progress={
        target === null || target <= 0
          ? undefined
          : {
              value,
              max: target,
              ...(kpi.pace === null ? {} : { tick: target * toPlotNumber(kpi.pace) }),
            }
      }
      trend={
        trend.length > 1 ? { values: trend, label: t('web.kpi.trend', { name: label }) } : undefined
      }
    />
  )
}

function Small({ kpi, range }: { kpi: KpiAnswer; range: Range }) {
  const { t } = useTranslation()
  const format = useFormat()
  const label = useLabel(kpi)
  const unit = unitOf(kpi)
  return (
    <div>
      <span className="muted">{label}</span>
      <Figure
        source={{ metric: kpi.metric, params: range }}
        value={kpi.value}
        unit={unitOf(kpi)}
        label={label}
        className="strong"
      >
        {unit === 'days' && kpi.value !== null
          ? t('web.kpi.days', { count: format.number(kpi.value, 1) })
          : figureText(kpi.value, unit, format)}
      </Figure>
    </div>
  )
}
