import { useTranslation } from 'react-i18next'
import { parseTypedDate, timeText, toInstant, toMoment } from '../../base/dates'
import { labelText } from '../../api/schema'
import type { Format } from '../../base/format'
import { DatePicker, parseTypedMonth } from '../../ui/date_picker'
import { useFormat } from '../../ui/format'
import type { CellProps, FilterProps, InputProps, TextForm } from '../kit'
import { asText, isBlank } from '../kit'
import { Blank } from './text'

// Fields that say when something should happen speak as due dates.
const dueNames =
  /^(expected_close|next_time|due|due_date|planned_at|valid_until|planned_date|due_on)$/
const isOver = (record: CellProps['record']): boolean =>
  typeof record?.state === 'string' &&
  /won|lost|void|completed|cancelled|converted|paid|invalid/.test(record.state)

export function DateCell({ value, field, record }: CellProps) {
  const format = useFormat()
  const { t } = useTranslation()
  if (isBlank(value)) return <Blank />
  const text = asText(value)
  if (!dueNames.test(field.name)) {
    return (
      <span title={format.dateTime(text)}>
        {field.type === 'datetime' ? format.relative(text) : format.date(text)}
      </span>
    )
  }
  if (isOver(record))
    return (
      <span className="muted" title={format.date(text)}>
        {t('web.closed')}
      </span>
    )
  const due = format.due(text)
  return (
    <span
      className={due.late ? 'late' : ''}
      title={field.type === 'datetime' ? format.dateTime(text) : format.date(text)}
    >
      {due.text}
    </span>
  )
}

export function DateView({ value, field }: CellProps) {
  const format = useFormat()
  if (isBlank(value)) return <Blank />
  return (
    <span>
      {field.type === 'datetime' ? format.dateTime(asText(value)) : format.date(asText(value))}
    </span>
  )
}

export function MonthCell({ value }: CellProps) {
  const format = useFormat()
  return isBlank(value) ? <Blank /> : <span>{format.month(asText(value))}</span>
}

export function DateInput({
  value,
  onChange,
  field,
  currency: _c,
  autoOpen: _a,
  initialText: _i,
  ...rest
}: InputProps) {
  return (
    <DatePicker
      {...rest}
      kind={field.type === 'month' ? 'month' : 'date'}
      value={isBlank(value) ? null : asText(value)}
      onChange={onChange}
    />
  )
}

export function DateTimeInput({
  value,
  onChange,
  field: _f,
  currency: _c,
  autoOpen: _a,
  initialText: _i,
  ...rest
}: InputProps) {
  const { zone, today, now } = useFormat()
  const { t } = useTranslation()
  const at = isBlank(value) ? null : toMoment(asText(value), zone)
  const time = at ? timeText(at, 'zh-CN') : ''
  const nowTime = () =>
    timeText(toMoment(now?.() ?? Date.now(), zone) ?? { date: today, hour: 9, minute: 0 }, 'zh-CN')
  return (
    <div className="row">
      <DatePicker
        {...rest}
        value={at?.date ?? null}
        onChange={(date) =>
          onChange(date === null ? null : toInstant(date, time || nowTime(), zone))
        }
      />
      <input
        className="input time-input"
        type="time"
        aria-label={t('web.date.time', { name: rest.label })}
        value={time}
        disabled={rest.disabled}
        onChange={(event) =>
          event.target.value && onChange(toInstant(at?.date ?? today, event.target.value, zone))
        }
      />
    </div>
  )
}

function parseDateTime(text: string, format: Format): string | null {
  const [day = '', time] = text.trim().split(/[ T]/)
  const date = parseTypedDate(day, format.today)
  if (!date || (time && !/^\d{1,2}:\d{2}$/.test(time))) return null
  return toInstant(date, (time ?? '09:00').padStart(5, '0'), format.zone)
}

export const dateForm: TextForm = {
  toText: (value) => asText(value),
  parse: (text, field, format) => {
    if (text.trim() === '') return { value: null }
    const date =
      field.type === 'month'
        ? parseTypedMonth(text, format.today)
        : parseTypedDate(text, format.today)
    return date ? { value: date } : { problem: 'web.field.not_a_date' }
  },
}

export const dateTimeForm: TextForm = {
  toText: (value) => {
    const at = isBlank(value)
      ? null
      : toMoment(asText(value), Intl.DateTimeFormat().resolvedOptions().timeZone)
    return at ? `${at.date} ${timeText(at, 'zh-CN')}` : ''
  },
  parse: (text, _field, format) => {
    if (text.trim() === '') return { value: null }
    const instant = parseDateTime(text, format)
    return instant ? { value: instant } : { problem: 'web.field.not_a_date' }
  },
}

export function DateFilter({ field, operands, onChange }: FilterProps) {
  const { language, today } = useFormat()
  const { t } = useTranslation()
  const first = operands[0]
  const value = first?.kind === 'value' ? String(first.value ?? '') : null
  return (
    <div className="row">
      <DatePicker
        label={labelText(field.label, language)}
        kind={field.type === 'month' ? 'month' : 'date'}
        value={value}
        onChange={(date) => onChange(date === null ? [] : [{ kind: 'value', value: date }])}
      />
      <button
        type="button"
        className="btn btn-small"
        title={today}
        onClick={() => onChange([{ kind: 'code', text: 'today()' }])}
      >
        {first?.kind === 'code' ? first.text : t('web.date.today')}
      </button>
    </div>
  )
}
