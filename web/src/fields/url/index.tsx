import type { CellProps, FieldUi, InputProps } from '../kit'
import { asText, isBlank } from '../kit'
import { Blank, LineInput, plainText, TextCell, TextFilter } from '../parts/text'

// Only web addresses become links: a stored "javascript:" never does.
function View({ value }: CellProps) {
  if (isBlank(value)) return <Blank />
  const text = asText(value)
  if (!/^https?:\/\//i.test(text)) return <span>{text}</span>
  return (
    <a href={text} target="_blank" rel="noreferrer noopener" className="ellipsis">
      {text.replace(/^https?:\/\//i, '')}
    </a>
  )
}

const Input = (props: InputProps) => <LineInput {...props} mode="url" />

export const url: FieldUi = {
  Cell: TextCell,
  View,
  Input,
  text: plainText,
  Filter: TextFilter,
  plain: asText,
  width: 170,
}
