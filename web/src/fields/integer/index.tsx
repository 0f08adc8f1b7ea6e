import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { NumberCell, NumberFilter, numberForm, NumberInput } from '../parts/number'

export const integer: FieldUi = {
  Cell: NumberCell,
  Input: NumberInput,
  text: numberForm,
  Filter: NumberFilter,
  align: 'end',
  width: 110,
  plain: (value, field, format) => format.number(asText(value) || null, field.settings?.scale),
}
