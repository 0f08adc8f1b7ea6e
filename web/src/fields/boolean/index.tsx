import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { Segments } from '../../ui/bits'
import type { CellProps, FieldUi, FilterProps, InputProps } from '../kit'
import { Blank } from '../parts/text'

function Cell({ value }: CellProps) {
  const { t } = useTranslation()
  if (value === null || value === undefined) return <Blank />
  return value === true ? (
    <span className="row">
      <Icon name="check" size={14} />
      {t('web.yes')}
    </span>
  ) : (
    <span className="muted">{t('web.no')}</span>
  )
}

function Input({ value, onChange, label, id, describedBy, disabled }: InputProps) {
  return (
    <input
      type="checkbox"
      className="switch"
      role="switch"
      id={id}
      aria-label={id ? undefined : label}
      checked={value === true}
      aria-describedby={describedBy}
      disabled={disabled}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

function Filter({ field, operands, onChange }: FilterProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const first = operands[0]
  return (
    <Segments
      label={labelText(field.label, language)}
      value={first?.kind === 'value' && first.value === false ? 'no' : first ? 'yes' : ''}
      items={[
        { key: 'yes', label: t('web.yes') },
        { key: 'no', label: t('web.no') },
      ]}
      onChange={(key) => onChange([{ kind: 'value', value: key === 'yes' }])}
    />
  )
}

export const boolean: FieldUi = {
  Cell,
  Input,
  Filter,
  plain: (value) => (value === true ? '✓' : ''),
  width: 84,
}
