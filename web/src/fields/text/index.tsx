import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { LineInput, plainText, TextCell, TextFilter } from '../parts/text'

export const text: FieldUi = {
  Cell: TextCell,
  Input: LineInput,
  text: plainText,
  Filter: TextFilter,
  plain: asText,
  width: 180,
}
