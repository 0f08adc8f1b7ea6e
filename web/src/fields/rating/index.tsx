import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon'
import type { CellProps, FieldUi, InputProps } from '../kit'
import { asText, isBlank } from '../kit'
import { NumberFilter } from '../parts/number'
import { Blank } from '../parts/text'

const steps = [1, 2, 3, 4, 5]

function Cell({ value }: CellProps) {
  const { t } = useTranslation()
  if (isBlank(value)) return <Blank />
  return (
    <span className="stars" role="img" aria-label={t('web.rating.of', { value: Number(value) })}>
      {steps.map((step) => (
        <Icon
          key={step}
          name="star"
          size={13}
          className={step <= Number(value) ? 'star-on' : 'star-off'}
        />
      ))}
    </span>
  )
}

function Input({ value, onChange, label, id, disabled }: InputProps) {
  const { t } = useTranslation()
  return (
    <span className="stars" role="radiogroup" aria-label={label} id={id}>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          role="radio"
          aria-checked={Number(value) === step}
          aria-label={t('web.rating.of', { value: step })}
          disabled={disabled}
          onClick={() => onChange(Number(value) === step ? null : step)}
        >
          <Icon
            name="star"
            size={18}
            className={step <= Number(value ?? 0) ? 'star-on' : 'star-off'}
          />
        </button>
      ))}
    </span>
  )
}

export const rating: FieldUi = { Cell, Input, Filter: NumberFilter, plain: asText, width: 100 }
