import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { DateFilter, dateForm, DateInput, MonthCell } from '../parts/dates'

export const month: FieldUi = {
  Cell: MonthCell,
  Input: DateInput,
  text: dateForm,
  Filter: DateFilter,
  width: 112,
  plain: (value, _field, format) => format.month(asText(value) || null),
}
