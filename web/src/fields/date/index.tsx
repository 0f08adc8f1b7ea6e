import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { DateCell, DateFilter, dateForm, DateInput, DateView } from '../parts/dates'

export const date: FieldUi = {
  Cell: DateCell,
  View: DateView,
  Input: DateInput,
  text: dateForm,
  Filter: DateFilter,
  width: 112,
  plain: (value, _field, format) => format.date(asText(value) || null),
}
