import { useState } from 'react'
import { decimalText, parseDecimal } from '../../base/decimal'
import { parseTypedNumber } from '../../base/numbers'
import { useFormat } from '../../ui/format'

interface Props {
  value: string
  label: string
  suffix?: string
  onChange: (value: string) => void
}

// A small number in a sum; half-typed text stays in the box and is not passed on.
export function NumberBox({ value, label, suffix, onChange }: Props) {
  const format = useFormat()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (value === '' ? '' : format.number(value))
  return (
    <span className="number-box">
      <input
        className="input num"
        inputMode="decimal"
        aria-label={label}
        value={shown}
        onChange={(event) => {
          setText(event.target.value)
          const typed = parseDecimal(parseTypedNumber(event.target.value))
          if (event.target.value.trim() === '') onChange('')
          else if (typed) onChange(decimalText(typed))
        }}
        onBlur={() => setText(null)}
      />
      {suffix ? <span className="muted">{suffix}</span> : null}
    </span>
  )
}
