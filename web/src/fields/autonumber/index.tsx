import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { TextCell, TextFilter } from '../parts/text'

export const autonumber: FieldUi = {
  Cell: TextCell,
  Input: null,
  Filter: TextFilter,
  plain: asText,
  width: 130,
}
