import { useFormat } from '../../ui/format'
import { empty } from '../../base/format'
import type { CellProps, FilterProps, InputProps, TextForm } from '../kit'
import { asText, isBlank } from '../kit'

export const Blank = () => <span className="muted">{empty}</span>

export function TextCell({ value }: CellProps) {
  return isBlank(value) ? <Blank /> : <span className="ellipsis">{asText(value)}</span>
}

interface LineProps extends InputProps {
  type?: string
  mode?: 'decimal' | 'numeric' | 'tel' | 'email' | 'url'
  autoComplete?: string
}

export function LineInput({
  value,
  onChange,
  field,
  label,
  id,
  invalid,
  describedBy,
  disabled,
  onBlur,
  type = 'text',
  mode,
  autoComplete = 'off',
}: LineProps) {
  return (
    <input
      className="input"
      type={type}
      inputMode={mode}
      id={id}
      aria-label={id ? undefined : label}
      value={asText(value)}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      autoComplete={autoComplete}
      maxLength={field.settings?.length_max || undefined}
      onBlur={onBlur}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}

export const plainText: TextForm = {
  toText: (value) => asText(value),
  parse: (text) => ({ value: text.trim() === '' ? null : text.trim() }),
}

export function TextFilter({ operands, onChange, field }: FilterProps) {
  const first = operands[0]
  const { language } = useFormat()
  return (
    <input
      className="input"
      aria-label={language === 'en' ? field.label.en : field.label.zh}
      value={first?.kind === 'value' ? String(first.value ?? '') : (first?.text ?? '')}
      onChange={(event) => onChange([{ kind: 'value', value: event.target.value }])}
    />
  )
}
