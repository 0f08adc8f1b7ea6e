import { useState } from 'react'
import { compareDecimals, decimalText, parseDecimal, rescale } from '../../base/decimal'
import { parseTypedNumber } from '../../base/numbers'
import { useFormat } from '../../ui/format'
import type { Field } from '../../api/types'
import type { CellProps, FilterProps, InputProps, Parsed, TextForm } from '../kit'
import { asText, isBlank } from '../kit'
import { selectIfStill } from './select_text'
import { Blank } from './text'

export function scaleOf(field: Field): number {
  if (field.settings?.scale !== undefined) return field.settings.scale
  return field.type === 'money' || field.type === 'percent' || field.type === 'decimal' ? 2 : 0
}

export function parseNumber(text: string, field: Field): Parsed {
  if (text.trim() === '') return { value: null }
  const typed = parseTypedNumber(text)
  const parsed = parseDecimal(typed)
  if (!parsed) return { problem: 'web.field.not_a_number' }
  const { min, max } = field.settings ?? {}
  const low = parseDecimal(min)
  const high = parseDecimal(max)
  if (low && compareDecimals(parsed, low) < 0) return { problem: 'web.field.too_small' }
  if (high && compareDecimals(parsed, high) > 0) return { problem: 'web.field.too_large' }
  return { value: decimalText(rescale(parsed, scaleOf(field))) }
}

export const numberForm: TextForm = {
  toText: (value) =>
    asText(value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
  parse: parseNumber,
}

export function NumberCell({ value, field }: CellProps) {
  const format = useFormat()
  return isBlank(value) ? (
    <Blank />
  ) : (
    <span>{format.number(asText(value), field.settings?.scale)}</span>
  )
}

// Free typing while focused (128.6万 is fine), the stored form after leaving.
export function NumberInput({
  value,
  onChange,
  field,
  label,
  id,
  invalid,
  describedBy,
  disabled,
  onBlur,
}: InputProps) {
  const format = useFormat()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (isBlank(value) ? '' : format.number(asText(value)))
  return (
    <input
      className="input num"
      inputMode="decimal"
      id={id}
      aria-label={id ? undefined : label}
      value={shown}
      autoComplete="off"
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      onFocus={(event) => {
        setText(numberForm.toText(value, field))
        selectIfStill(event.target)
      }}
      onChange={(event) => {
        setText(event.target.value)
        const parsed = parseNumber(event.target.value, field)
        onChange('value' in parsed ? parsed.value : event.target.value)
      }}
      onBlur={() => {
        setText(null)
        onBlur?.()
      }}
    />
  )
}

export function NumberFilter({ operands, onChange, field }: FilterProps) {
  const { language } = useFormat()
  const first = operands[0]
  const [text, setText] = useState(
    first?.kind === 'value' ? String(first.value ?? '') : (first?.text ?? ''),
  )
  return (
    <input
      className="input num"
      inputMode="decimal"
      aria-label={language === 'en' ? field.label.en : field.label.zh}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        const typed = parseTypedNumber(event.target.value)
        onChange(typed === null ? [] : [{ kind: 'code', text: typed }])
      }}
    />
  )
}
