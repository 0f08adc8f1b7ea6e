// The funnel by cohort: of those who entered a stage in the period, how many went on, how many
// are still there. Drawn as the sketch: trapezes, the open part lighter, words beside.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { EmptyState } from '../../ui/states'
import { Figure } from '../../record/figure'
import type { FunnelStage, Period, WorkbenchAnswer } from '../../api/work'

const rowHeight = 48
const gap = 3
const widest = 300

export function FunnelPanel({ answer, period }: { answer: WorkbenchAnswer; period: Period }) {
  const { t } = useTranslation()
  const range = { from: answer.period.from, to: answer.period.to }
  const rows = answer.funnel
  return (
    <Card
      title={t('web.funnel.title')}
      sub={t('web.funnel.sub', { period: t(`web.period.${period}`) })}
      actions={
        <Link to="/o/$object" params={{ object: 'opportunity' }} search={{ kind: 'board' }}>
          {t('web.board')}
        </Link>
      }
    >
      {rows.every((row) => row.entered === 0) ? (
        <EmptyState icon="filter" title={t('web.funnel.empty')} />
      ) : (
        <>
          <ol className="cohort" aria-label={t('web.funnel.title')}>
            {rows.map((row, index) => (
              <Row key={row.stage} row={row} next={rows[index + 1]} all={rows} range={range} />
            ))}
          </ol>
          <p className="muted cohort-note">
            <i aria-hidden="true" />
            {t('web.funnel.note')}
          </p>
        </>
      )}
    </Card>
  )
}

interface RowProps {
  row: FunnelStage
  next: FunnelStage | undefined
  all: readonly FunnelStage[]
  range: { from: string; to: string }
}

function Row({ row, next, all, range }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const max = Math.max(1, ...all.map((one) => one.entered))
  const width = (count: number) => Math.max(10, (count / max) * widest)
  const top = width(row.entered)
  const bottom = next ? Math.min(top, width(next.entered)) : top * 0.82
  const points = (inner: number): string => {
    const left = (widest - top * inner) / 2
    const low = (widest - bottom * inner) / 2
    return [
      `${left},0`,
      `${widest - left},0`,
      `${widest - low},${rowHeight - gap}`,
      `${low},${rowHeight - gap}`,
    ].join(' ')
  }
  // nobody leaves the last stage: there nothing is open
  const open = row.conversion === null ? 0 : row.open
  const passed = row.entered > 0 ? 1 - open / row.entered : 1
  return (
    <li>
      <svg
        viewBox={`0 0 ${widest} ${rowHeight}`}
        height={rowHeight}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <polygon points={points(1)} fill={row.color} opacity=".35" />
        <polygon points={points(passed)} fill={row.color} />
      </svg>
      <div className="cohort-words">
        <span>
          {row.label}{' '}
          <Figure
            source={{ metric: 'stage_conversion', params: range }}
            value={String(row.entered)}
            unit="count"
            label={row.label}
            className="strong"
          />
        </span>
        <small>
          {row.conversion === null
            ? ''
            : t('web.funnel.conversion', { share: format.percent(row.conversion, 0) })}
          {open > 0 ? ` · ${t('web.funnel.open', { count: open })}` : ''}
        </small>
      </div>
    </li>
  )
}
