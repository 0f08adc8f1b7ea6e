import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { DateCell, DateFilter, DateTimeInput, dateTimeForm, DateView } from '../parts/dates'

export const datetime: FieldUi = {
  Cell: DateCell,
  View: DateView,
  Input: DateTimeInput,
  text: dateTimeForm,
  Filter: DateFilter,
  width: 122,
  plain: (value, _field, format) => format.dateTime(asText(value) || null),
}
