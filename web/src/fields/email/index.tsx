import type { CellProps, FieldUi, InputProps } from '../kit'
import { asText, isBlank } from '../kit'
import { Blank, LineInput, plainText, TextCell, TextFilter } from '../parts/text'

function View({ value }: CellProps) {
  return isBlank(value) ? (
    <Blank />
  ) : (
    <a href={`mailto:${asText(value)}`} className="ellipsis">
      {asText(value)}
    </a>
  )
}

const Input = (props: InputProps) => <LineInput {...props} mode="email" />

export const email: FieldUi = {
  Cell: TextCell,
  View,
  Input,
  text: plainText,
  Filter: TextFilter,
  plain: asText,
  width: 170,
}
