import type { CellProps, FieldUi, InputProps } from '../kit'
import { asText, isBlank } from '../kit'
import { Blank, TextCell, TextFilter } from '../parts/text'

function View({ value }: CellProps) {
  return isBlank(value) ? <Blank /> : <p className="prose">{asText(value)}</p>
}

function Input({
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
  return (
    <textarea
      className="input"
      rows={3}
      id={id}
      aria-label={id ? undefined : label}
      value={asText(value)}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      disabled={disabled}
      maxLength={field.settings?.length_max || undefined}
      onBlur={onBlur}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}

export const long_text: FieldUi = {
  Cell: TextCell,
  View,
  Input,
  Filter: TextFilter,
  plain: asText,
  width: 220,
}
