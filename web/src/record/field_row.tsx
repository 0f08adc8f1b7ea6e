import { useId } from 'react'
import { useController, type Control } from 'react-hook-form'
import { labelText } from '../api/schema'
import type { Fields } from '../api/calls'
import type { Field } from '../api/types'
import { uiOf } from '../fields/all'
import { useFormat } from '../ui/format'

interface Props {
  field: Field
  control: Control<Fields>
  required: boolean
  currency?: string | undefined
}

const wide = new Set<Field['type']>(['long_text', 'lines', 'address', 'attachment'])

export function FieldRow({ field, control, required, currency }: Props) {
  const { language } = useFormat()
  const id = useId()
  const { field: bound, fieldState } = useController({ name: field.name, control })
  const Input = uiOf(field).Input
  if (!Input) return null
  const label = labelText(field.label, language)
  const help = field.help ? labelText(field.help, language) : ''
  const notes = [fieldState.error ? `${id}-error` : '', help ? `${id}-help` : '']
    .filter(Boolean)
    .join(' ')
  return (
    <div className="field" data-wide={wide.has(field.type)} data-field={field.name}>
      <label className="field-label" htmlFor={id}>
        {label}
        {required ? (
          <span className="required" aria-hidden="true">
            *
          </span>
        ) : null}
      </label>
      <Input
        id={id}
        field={field}
        label={label}
        value={bound.value}
        onChange={bound.onChange}
        onBlur={bound.onBlur}
        currency={currency}
        invalid={fieldState.error !== undefined}
        describedBy={notes || undefined}
      />
      {fieldState.error ? (
        <span className="field-error" id={`${id}-error`}>
          {fieldState.error.message}
        </span>
      ) : null}
      {help ? (
        <span className="field-help" id={`${id}-help`}>
          {help}
        </span>
      ) : null}
    </div>
  )
}
