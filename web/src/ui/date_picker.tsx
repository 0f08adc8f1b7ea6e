// A day, or a month, typed or picked. The text box reads 12-18, 明天, +7 and the like.
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, addMonths, monthText, parseTypedDate, weekday, weekdayNames } from '../base/dates'
import { IconButton } from './button'
import { useFormat } from './format'
import { Icon } from './icon'
import { Popover } from './popover'

interface Props {
  value: string | null
  onChange: (value: string | null) => void
  kind?: 'date' | 'month'
  id?: string
  label: string
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  onBlur?: () => void
}

const weeksShown = 6

function Days({
  month,
  value,
  onPick,
}: {
  month: string
  value: string | null
  onPick: (date: string) => void
}) {
  const { language, today, heading } = useFormat()
  const first = `${month}-01`
  const start = addDays(first, -weekday(first))
  return (
    <div className="calendar-grid">
      {weekdayNames(language).map((name) => (
        <span key={name} aria-hidden="true">
          {language === 'en' ? name.slice(0, 2) : name.slice(1)}
        </span>
      ))}
      {Array.from({ length: weeksShown * 7 }, (_, index) => addDays(start, index)).map((date) => (
        <button
          key={date}
          type="button"
          aria-label={heading(date)}
          aria-pressed={date === value}
          data-today={date === today}
          data-out={!date.startsWith(month)}
          onClick={() => onPick(date)}
        >
          {Number(date.slice(8))}
        </button>
      ))}
    </div>
  )
}

function Months({
  month,
  value,
  onPick,
}: {
  month: string
  value: string | null
  onPick: (month: string) => void
}) {
  const { language } = useFormat()
  const year = month.slice(0, 4)
  return (
    <div className="calendar-grid months">
      {Array.from(
        { length: 12 },
        (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`,
      ).map((item) => (
        <button key={item} type="button" aria-pressed={item === value} onClick={() => onPick(item)}>
          {language === 'en' ? monthText(item, 'en').slice(0, 3) : `${Number(item.slice(5))}月`}
        </button>
      ))}
    </div>
  )
}

export function parseTypedMonth(text: string, today: string): string | null {
  const match = /^(\d{4})[-/.年](\d{1,2})月?$/.exec(text.trim())
  if (!match) return parseTypedDate(text, today)?.slice(0, 7) ?? null
  const month = Number(match[2])
  return month >= 1 && month <= 12 ? `${match[1]}-${String(month).padStart(2, '0')}` : null
}

export function DatePicker({
  value,
  onChange,
  kind = 'date',
  id,
  label,
  invalid,
  describedBy,
  disabled,
  onBlur,
}: Props) {
  const { t } = useTranslation()
  const { today, language } = useFormat()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState<string | null>(null)
  const [month, setMonth] = useState((value ?? today).slice(0, 7))
  const box = useRef<HTMLDivElement>(null)
  const step = kind === 'month' ? 12 : 1
  const commit = () => {
    if (text === null) return
    const parsed = kind === 'month' ? parseTypedMonth(text, today) : parseTypedDate(text, today)
    setText(null)
    if (text.trim() === '') onChange(null)
    else if (parsed) onChange(parsed)
  }
  const pick = (next: string) => {
    setOpen(false)
    setText(null)
    onChange(next)
  }
  const show = () => {
    setMonth((value ?? today).slice(0, 7))
    setOpen(!open)
  }
  return (
    <div className="input-box" ref={box}>
      <input
        className="input"
        id={id}
        aria-label={id ? undefined : label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        disabled={disabled}
        autoComplete="off"
        placeholder={kind === 'month' ? 'YYYY-MM' : 'YYYY-MM-DD'}
        value={text ?? value ?? ''}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key === 'ArrowDown' && event.altKey) show()
        }}
        onBlur={() => {
          commit()
          onBlur?.()
        }}
      />
      {disabled ? null : (
        <button
          type="button"
          className="adorn-end"
          aria-label={t('web.date.open', { name: label })}
          aria-expanded={open}
          onClick={show}
        >
          <Icon name="calendar" size={14} />
        </button>
      )}
      <Popover
        anchor={box}
        open={open}
        onClose={() => setOpen(false)}
        className="calendar"
        role="dialog"
        label={label}
      >
        <div className="calendar-head">
          <IconButton
            small
            icon="chevron-left"
            label={t('web.date.back')}
            onClick={() => setMonth(addMonths(month, -step))}
          />
          <strong aria-live="polite">
            {kind === 'month' ? month.slice(0, 4) : monthText(month, language)}
          </strong>
          <IconButton
            small
            icon="chevron-right"
            label={t('web.date.forward')}
            onClick={() => setMonth(addMonths(month, step))}
          />
        </div>
        {kind === 'month' ? (
          <Months month={month} value={value} onPick={pick} />
        ) : (
          <Days month={month} value={value} onPick={pick} />
        )}
        <div className="calendar-foot">
          <button
            type="button"
            className="btn btn-link"
            onClick={() => pick(kind === 'month' ? today.slice(0, 7) : today)}
          >
            {t('web.date.today')}
          </button>
          {value ? (
            <button
              type="button"
              className="btn btn-link"
              onClick={() => {
                setOpen(false)
                onChange(null)
              }}
            >
              {t('web.clear')}
            </button>
          ) : null}
        </div>
      </Popover>
    </div>
  )
}
