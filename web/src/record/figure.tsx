// A figure that answers for itself: a press opens its definition, its filter, the records behind
// it and what changed it since yesterday.
import { Link } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAggregate, useMetric } from '../api/queries'
import { labelText, useObject } from '../api/schema'
import type { MetricAnswer, MetricParams, MetricUnit } from '../api/types'
import { asText } from '../fields/kit'
import type { Format } from '../base/format'
import { useFormat } from '../ui/format'
import { Popover } from '../ui/popover'
import { ErrorState, SkeletonLines } from '../ui/states'

export function figureText(
  value: string | number | null | undefined,
  unit: MetricUnit,
  format: Format,
  exact = false,
): string {
  switch (unit) {
    case 'money':
      return exact ? format.money(value) : format.moneyShort(value)
    case 'percent':
      return format.percent(value)
    case 'count':
      return format.number(value, 0)
    case 'days':
      return format.number(value, 1)
  }
}

interface MetricSource {
  metric: string
  params?: MetricParams
}
interface FilterSource {
  object: string
  where: string
  measure?: { fn: string; field?: string }
}

interface Props {
  source: MetricSource | FilterSource
  value: string | number | null | undefined // what the page already knows
  unit: MetricUnit
  label: string
  children?: ReactNode // another text for the figure
  className?: string
}

export function Figure({ source, value, unit, label, children, className }: Props) {
  const format = useFormat()
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={`figure-button ${className ?? ''}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        title={figureText(value, unit, format, true)}
      >
        {children ?? figureText(value, unit, format)}
        <span className="sr-only"> {label}</span>
      </button>
      <Popover
        anchor={anchor}
        open={open}
        onClose={() => setOpen(false)}
        role="dialog"
        label={label}
      >
        {open ? (
          'metric' in source ? (
            <MetricCard source={source} label={label} />
          ) : (
            <FilterCard source={source} value={value} unit={unit} label={label} />
          )
        ) : null}
      </Popover>
    </>
  )
}

function RecordsLink({
  object,
  where,
  count,
}: {
  object: string
  where: string
  count: number | undefined
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const meta = useObject(object)
  return (
    <Link to="/o/$object" params={{ object }} search={{ where }}>
      {t('web.figure.records', {
        object: labelText(meta?.label, format.language),
        count: format.number(count ?? null),
      })}
    </Link>
  )
}

function Changed({ answer }: { answer: MetricAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const changed = answer.changed_since_yesterday
  if (!changed) return null
  return (
    <section>
      <h3>{t('web.figure.changed')}</h3>
      <p className="muted">
        {t('web.figure.yesterday', {
          value: figureText(changed.value_yesterday, answer.unit, format, true),
        })}
      </p>
      {changed.rows.length === 0 ? (
        <p>{t('web.figure.unchanged')}</p>
      ) : (
        <ul>
          {changed.rows.map((row) => (
            <li key={`${row.object}${row.id}${row.why}`}>
              <Link
                to="/o/$object/$id"
                params={{ object: row.object, id: row.id }}
                className="ellipsis grow"
              >
                {row.title}
              </Link>
              <span className="muted">
                {t(`web.figure.why.${row.why}`, { defaultValue: row.why })}
              </span>
              <span>{row.amount === null ? '' : format.moneyShort(row.amount)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function MetricCard({ source, label }: { source: MetricSource; label: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch } = useMetric(source.metric, source.params ?? {})
  if (error)
    return (
      <div className="figure-card">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    )
  if (!data)
    return (
      <div className="figure-card">
        <SkeletonLines />
      </div>
    )
  return (
    <div className="figure-card">
      <div>
        <strong>{labelText(data.label, format.language) || label}</strong>
        <div className="kpi-value">{figureText(data.value, data.unit, format, true)}</div>
        <span className="muted">
          {format.date(data.from)} – {format.date(data.to)}
        </span>
      </div>
      <section>
        <h3>{t('web.figure.definition')}</h3>
        <p className="prose">{labelText(data.definition, format.language)}</p>
      </section>
      {data.numerator !== undefined ? (
        <p className="muted">
          {t('web.figure.share', {
            numerator: format.number(data.numerator),
            denominator: format.number(data.denominator),
          })}
        </p>
      ) : null}
      {data.records ? (
        <section>
          <h3>{t('web.figure.filter')}</h3>
          {[data.records, ...(data.records.more ?? [])].map((one) => (
            <div key={one.object}>
              <code>{one.where || t('web.figure.all')}</code>
              <p>
                <RecordsLink object={one.object} where={one.where} count={one.count} />
              </p>
            </div>
          ))}
        </section>
      ) : null}
      <Changed answer={data} />
    </div>
  )
}

function FilterCard({
  source,
  value,
  unit,
  label,
}: {
  source: FilterSource
  value: Props['value']
  unit: MetricUnit
  label: string
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useAggregate({
    object: source.object,
    where: source.where,
    measures: [{ fn: 'count' }],
  })
  const count = data?.rows[0]?.count
  return (
    <div className="figure-card">
      <div>
        <strong>{label}</strong>
        <div className="kpi-value">{figureText(value, unit, format, true)}</div>
      </div>
      <section>
        <h3>{t('web.figure.filter')}</h3>
        <code>{source.where || t('web.figure.all')}</code>
        <p>
          <RecordsLink
            object={source.object}
            where={source.where}
            count={count === undefined ? undefined : Number(asText(count))}
          />
        </p>
      </section>
    </div>
  )
}
