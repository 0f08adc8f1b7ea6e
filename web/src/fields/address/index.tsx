import { useTranslation } from 'react-i18next'
import type { Address } from '../../api/types'
import type { CellProps, FieldUi, InputProps } from '../kit'
import { Blank } from '../parts/text'

const parts = ['province', 'city', 'district', 'detail'] as const

export function addressText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const address = value as Address
  return parts.map((part) => address[part] ?? '').join('')
}

function Cell({ value }: CellProps) {
  const text = addressText(value)
  return text === '' ? <Blank /> : <span className="ellipsis">{text}</span>
}

function Input({ value, onChange, label, id, describedBy, disabled, onBlur }: InputProps) {
  const { t } = useTranslation()
  const address: Address = typeof value === 'object' && value !== null ? value : {}
  const set = (part: (typeof parts)[number], text: string) => {
    const next = { ...address, [part]: text }
    onChange(parts.every((name) => !next[name]) ? null : next)
  }
  return (
    <div className="address" role="group" aria-label={label} aria-describedby={describedBy}>
      {parts.map((part) => (
        <input
          key={part}
          className="input"
          id={part === 'province' ? id : undefined}
          aria-label={`${label} ${t(`web.address.${part}`)}`}
          disabled={disabled}
          placeholder={t(`web.address.${part}`)}
          value={address[part] ?? ''}
          autoComplete="off"
          onBlur={onBlur}
          onChange={(event) => set(part, event.target.value)}
        />
      ))}
    </div>
  )
}

export const address: FieldUi = { Cell, Input, Filter: null, plain: addressText, width: 200 }
