import type { FieldUi } from '../kit'
import { optionText, SelectCell, SelectFilter, SelectInput } from '../parts/choice'

export const select: FieldUi = {
  Cell: SelectCell,
  Input: SelectInput,
  Filter: SelectFilter,
  width: 120,
  plain: (value, field, _format, language) => (value ? optionText(field, value, language) : ''),
}
