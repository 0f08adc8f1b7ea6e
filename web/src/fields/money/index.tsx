import { useFormat } from '../../ui/format'
import type { CellProps, FieldUi } from '../kit'
import { asText, isBlank } from '../kit'
import { NumberFilter, numberForm, NumberInput } from '../parts/number'
import { Blank } from '../parts/text'

function Cell({ value, field, currency, record }: CellProps) {
  const format = useFormat()
  if (isBlank(value)) return <Blank />
  const own = field.settings?.base_currency
    ? undefined
    : (currency ?? (record?.currency as string | undefined))
  return <span>{format.money(asText(value), own ?? undefined)}</span>
}

export const money: FieldUi = {
  Cell,
  Input: NumberInput,
  text: numberForm,
  Filter: NumberFilter,
  align: 'end',
  width: 130,
  plain: (value, _field, format) => format.money(asText(value) || null),
}
