// Records on the days of a month, by one of their dates.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api/queries'
import { labelText } from '../../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../../api/types'
import { addDays, toInstant } from '../../base/dates'
import { joinFilter } from '../../base/expr/filter'
import { asText } from '../../fields/kit'
import type { ListKindProps } from '../../record/extend'
import { isEditable } from '../../record/form_fields'
import { dayFields } from '../../record/list_fields'
import { openForm } from '../../record/stores'
import { Button, IconButton } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { usePhone } from '../../ui/media'
import { ErrorState } from '../../ui/states'
import { daysOf, monthOf, moveMonth } from './month'
import './calendar.css'

const perMonth = 500
const perDay = 3

export default function Calendar({ meta, where, groupBy, onGroupBy }: ListKindProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const fields = dayFields(meta)
  const field = fields.find((one) => one.name === groupBy) ?? fields[0]!
  const [month, setMonth] = useState(monthOf(format.today))
  const days = daysOf(month)
  const { data, error, refetch } = useList(meta.object, {
    where: joinFilter([
      { text: where },
      { text: between(field, days[0]!, addDays(days.at(-1)!, 1), format.zone) },
    ]),
    sort: field.name,
    fields: [...new Set([meta.title_field, field.name, meta.state_field ?? field.name, 'owner'])],
    limit: perMonth,
  })
  const byDay = new Map<string, RecordRow[]>()
  for (const record of data?.records ?? []) {
    const value = asText(record[field.name])
    const day = field.type === 'datetime' ? format.dayOf(value) : value
    byDay.set(day, [...(byDay.get(day) ?? []), record])
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <div className="cal">
      <div className="cal-head">
        <IconButton
          icon="chevron-left"
          label={t('web.calendar.before')}
          onClick={() => setMonth(moveMonth(month, -1))}
        />
        <h2 aria-live="polite">{format.month(month)}</h2>
        <IconButton
          icon="chevron-right"
          label={t('web.calendar.after')}
          onClick={() => setMonth(moveMonth(month, 1))}
        />
        <Button small onClick={() => setMonth(monthOf(format.today))}>
          {t('web.date.today')}
        </Button>
        <span className="grow" />
        <label className="board-by">
          {t('web.calendar.by')}
          <select
            className="input"
            value={field.name}
            onChange={(event) => onGroupBy(event.target.value)}
          >
            {fields.map((one) => (
              <option key={one.name} value={one.name}>
                {labelText(one.label, format.language)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Days {...{ meta, field, days, month, byDay }} />
    </div>
  )
}

function between(field: Field, from: string, to: string, zone: string): string {
  const edge = (day: string) =>
    field.type === 'datetime'
      ? `datetime(${JSON.stringify(toInstant(day, '00:00', zone))})`
      : `date(${JSON.stringify(day)})`
  return `${field.name} >= ${edge(from)} and ${field.name} < ${edge(to)}`
}

interface DaysProps {
  meta: ObjectMeta
  field: Field
  days: readonly string[]
  month: string
  byDay: ReadonlyMap<string, RecordRow[]>
}

function Days({ meta, field, days, month, byDay }: DaysProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const phone = usePhone()
  const shown = phone ? days.filter((day) => byDay.has(day) && monthOf(day) === month) : days
  return (
    <div className="cal-days" role="region" tabIndex={0} aria-label={format.month(month)}>
      {phone
        ? null
        : days.slice(0, 7).map((day) => (
            <span key={day} className="cal-weekday" aria-hidden="true">
              {format.heading(day).split(' ').at(-1)}
            </span>
          ))}
      {phone && shown.length === 0 ? <p className="muted">{t('web.calendar.none')}</p> : null}
      {shown.map((day) => (
        <Day
          key={day}
          {...{ meta, field, day }}
          outside={monthOf(day) !== month}
          records={byDay.get(day) ?? []}
        />
      ))}
    </div>
  )
}

interface DayProps {
  meta: ObjectMeta
  field: Field
  day: string
  outside: boolean
  records: readonly RecordRow[]
}

function Day({ meta, field, day, outside, records }: DayProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const color = (record: RecordRow): string => {
    const state = meta.fields.find((one) => one.name === meta.state_field)
    return (
      state?.settings?.options?.find((one) => one.key === record[state.name])?.color ?? '#2B5CE6'
    )
  }
  const value = field.type === 'datetime' ? toInstant(day, '09:00', format.zone) : day
  return (
    <section
      className="cal-day"
      data-outside={outside || undefined}
      data-today={day === format.today || undefined}
      aria-label={format.heading(day)}
    >
      <header>
        <span>{Number(day.slice(8))}</span>
        <span className="cal-date">{format.heading(day)}</span>
        {meta.can.create && isEditable(field) ? (
          <IconButton
            small
            icon="plus"
            className="cal-add"
            label={t('web.calendar.add', {
              object: labelText(meta.label, format.language),
              day: format.heading(day),
            })}
            onClick={() =>
              openForm({
                object: meta.object,
                defaults: { [field.name]: value },
                onDone: () => undefined,
              })
            }
          />
        ) : null}
      </header>
      <ul>
        {records.slice(0, all ? records.length : perDay).map((record) => (
          <li key={record.id}>
            <Link
              to="/o/$object/$id"
              params={{ object: meta.object, id: record.id }}
              className="cal-item ellipsis"
              style={{ '--pill': color(record) } as React.CSSProperties}
            >
              {field.type === 'datetime' ? (
                <span className="muted">{format.time(asText(record[field.name]))} </span>
              ) : null}
              {asText(record[meta.title_field]) || t('web.unnamed')}
            </Link>
          </li>
        ))}
      </ul>
      {records.length > perDay && !all ? (
        <button type="button" className="btn btn-link cal-more" onClick={() => setAll(true)}>
          {t('web.calendar.more', { count: records.length - perDay })}
        </button>
      ) : null}
    </section>
  )
}
