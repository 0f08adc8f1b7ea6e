import type { FieldUi } from '../kit'
import { MultiCell, MultiInput, optionText, SelectFilter } from '../parts/choice'

export const multi_select: FieldUi = {
  Cell: MultiCell,
  Input: MultiInput,
  Filter: SelectFilter,
  width: 150,
  plain: (value, field, _format, language) =>
    Array.isArray(value) ? value.map((key) => optionText(field, key, language)).join('、') : '',
}
