import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import type { Field, Option } from '../../api/types'
import { Pill, Tag } from '../../ui/bits'
import { Combobox, type Choice } from '../../ui/combobox'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import type { CellProps, FilterProps, InputProps } from '../kit'
import { isBlank } from '../kit'
import { Blank } from './text'

export function optionOf(field: Field, key: unknown): Option | undefined {
  return field.settings?.options?.find((option) => option.key === key)
}

export function optionText(field: Field, key: unknown, language: string): string {
  const option = optionOf(field, key)
  return option ? labelText(option.label, language) : String(key ?? '')
}

export function OptionView({ field, value }: { field: Field; value: unknown }) {
  const { language } = useFormat()
  const option = optionOf(field, value)
  const text = optionText(field, value, language)
  return option?.color ? (
    <Pill color={option.color}>{text}</Pill>
  ) : (
    <span className="ellipsis">{text}</span>
  )
}

export function SelectCell({ value, field }: CellProps) {
  return isBlank(value) ? <Blank /> : <OptionView field={field} value={value} />
}

export function useChoices(field: Field): Choice[] {
  const { language } = useFormat()
  return (field.settings?.options ?? [])
    .filter((option) => !option.hidden)
    .map((option) => ({ key: option.key, label: labelText(option.label, language) }))
}

export function SelectInput({ value, onChange, field, ...rest }: InputProps) {
  const choices = useChoices(field)
  const { language } = useFormat()
  const current = isBlank(value)
    ? null
    : { key: String(value), label: optionText(field, value, language) }
  return (
    <Combobox
      {...plainProps(rest)}
      choices={choices}
      value={current}
      clearable={!field.required}
      onChange={(choice) => onChange(choice?.key ?? null)}
    />
  )
}

// exactOptionalPropertyTypes is off, but undefined must not reach attributes that React prints.
function plainProps(rest: Omit<InputProps, 'value' | 'onChange' | 'field'>) {
  const { currency: _currency, ...props } = rest
  return props
}

export function MultiCell({ value, field }: CellProps) {
  const { language } = useFormat()
  if (isBlank(value) || !Array.isArray(value)) return <Blank />
  return (
    <span className="row">
      {value.map((key) => (
        <Tag key={String(key)}>{optionText(field, key, language)}</Tag>
      ))}
    </span>
  )
}

export function ChosenKeys({
  keys,
  field,
  onChange,
}: {
  keys: string[]
  field: Field
  onChange: (keys: string[]) => void
}) {
  const { t } = useTranslation()
  const { language } = useFormat()
  return (
    <span className="chosen">
      {keys.map((key) => {
        const text = optionText(field, key, language)
        return (
          <span key={key} className="tag">
            {text}
            <button
              type="button"
              className="tag-drop"
              aria-label={t('web.filter.remove', { name: text })}
              onClick={() => onChange(keys.filter((other) => other !== key))}
            >
              <Icon name="x" size={12} />
            </button>
          </span>
        )
      })}
    </span>
  )
}

export function MultiInput({ value, onChange, field, ...rest }: InputProps) {
  const keys = Array.isArray(value) ? value.map(String) : []
  const choices = useChoices(field).filter((choice) => !keys.includes(choice.key))
  return (
    <div className="stack tight">
      {keys.length > 0 ? <ChosenKeys keys={keys} field={field} onChange={onChange} /> : null}
      <Combobox
        {...plainProps(rest)}
        choices={choices}
        value={null}
        onChange={(choice) => choice && onChange([...keys, choice.key])}
      />
    </div>
  )
}

// One key, or several when the operator is "in".
export function SelectFilter({ field, operator, operands, onChange }: FilterProps) {
  const choices = useChoices(field)
  const { language } = useFormat()
  const label = labelText(field.label, language)
  const keys = operands.flatMap((operand) =>
    operand.kind === 'value' ? [String(operand.value)] : [],
  )
  const set = (next: string[]) => onChange(next.map((value) => ({ kind: 'value', value })))
  if (operator === 'in' || operator === 'not_in') {
    return (
      <div className="stack tight">
        <ChosenKeys keys={keys} field={field} onChange={set} />
        <Combobox
          label={label}
          value={null}
          choices={choices.filter((choice) => !keys.includes(choice.key))}
          onChange={(choice) => choice && set([...keys, choice.key])}
        />
      </div>
    )
  }
  const current = choices.find((choice) => choice.key === keys[0]) ?? null
  return (
    <Combobox
      label={label}
      value={current}
      choices={choices}
      onChange={(choice) => set(choice ? [choice.key] : [])}
    />
  )
}
