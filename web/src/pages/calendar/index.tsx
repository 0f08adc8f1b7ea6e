// Records on the days of a month, by one of their dates; moved to another day they change it.
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api/queries'
import { labelText } from '../../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../../api/types'
import { addDays, toInstant } from '../../base/dates'
import { joinFilter } from '../../base/expr/filter'
import { asText } from '../../fields/kit'
import type { ListKindProps } from '../../record/extend'
import { isEditable } from '../../record/form_fields'
import { useSaveCell } from '../../record/grid_edit'
import { dayFields } from '../../record/list_fields'
import { openForm } from '../../record/stores'
import { Button, IconButton } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { usePhone } from '../../ui/media'
import { ErrorState } from '../../ui/states'
import { draggedEntry, Entry } from './entry'
import { daysOf, monthOf, movedTo, moveMonth } from './month'
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
    can: true,
  })
  const save = useSaveCell(meta)
  const [held, setHeld] = useState('')
  const move = (record: RecordRow, day: string) => {
    setHeld(record.id)
    if (!days.includes(day)) setMonth(monthOf(day))
    const old = asText(record[field.name])
    save(record, field, movedTo(old, day, field.type === 'datetime', format.zone))
  }
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
      <Days {...{ meta, field, days, month, byDay, held }} onMove={move} />
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
  held: string
  onMove: (record: RecordRow, day: string) => void
}

function Days({ meta, field, days, month, byDay, held, onMove }: DaysProps) {
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
          {...{ meta, field, day, held, onMove }}
          outside={monthOf(day) !== month}
          records={byDay.get(day) ?? []}
        />
      ))}
    </div>
  )
}

interface DayProps extends Pick<DaysProps, 'meta' | 'field' | 'held' | 'onMove'> {
  day: string
  outside: boolean
  records: readonly RecordRow[]
}

function Day({ meta, field, day, outside, records, held, onMove }: DayProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const [over, setOver] = useState(false)
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!box.current) return undefined
    return dropTargetForElements({
      element: box.current,
      canDrop: ({ source }) => draggedEntry(source.data) !== null,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        const record = draggedEntry(source.data)
        if (record) onMove(record, day)
      },
    })
  }, [day, onMove])
  const open = all || records.slice(perDay).some((one) => one.id === held)
  const value = field.type === 'datetime' ? toInstant(day, '09:00', format.zone) : day
  return (
    <section
      ref={box}
      className="cal-day"
      data-over={over || undefined}
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
        {records.slice(0, open ? records.length : perDay).map((record) => (
          <Entry
            key={record.id}
            {...{ meta, field, day, record, onMove }}
            held={record.id === held}
          />
        ))}
      </ul>
      {records.length > perDay && !open ? (
        <button type="button" className="btn btn-link cal-more" onClick={() => setAll(true)}>
          {t('web.calendar.more', { count: records.length - perDay })}
        </button>
      ) : null}
    </section>
  )
}
