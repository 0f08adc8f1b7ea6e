import { useFormat } from '../../ui/format'
import type { CellProps, FieldUi, InputProps } from '../kit'
import { asText, isBlank } from '../kit'
import { Blank, LineInput, plainText, TextFilter } from '../parts/text'

function Cell({ value }: CellProps) {
  const format = useFormat()
  return isBlank(value) ? (
    <Blank />
  ) : (
    <span className="ellipsis">{format.phone(asText(value))}</span>
  )
}

function View({ value }: CellProps) {
  const format = useFormat()
  const text = asText(value)
  if (text === '') return <Blank />
  return text.includes('*') ? (
    <span>{format.phone(text)}</span>
  ) : (
    <a href={`tel:${text.replace(/\s/g, '')}`}>{format.phone(text)}</a>
  )
}

const Input = (props: InputProps) => <LineInput {...props} type="tel" mode="tel" />

export const phone: FieldUi = {
  Cell,
  View,
  Input,
  text: plainText,
  Filter: TextFilter,
  plain: asText,
  width: 126,
}
