import { useFormat } from '../../ui/format'
import { Meter } from '../../ui/charts'
import type { CellProps, FieldUi } from '../kit'
import { asText, isBlank } from '../kit'
import { NumberFilter, numberForm, NumberInput } from '../parts/number'
import { Blank } from '../parts/text'

function View({ value }: CellProps) {
  const format = useFormat()
  return isBlank(value) ? <Blank /> : <span>{format.percent(asText(value))}</span>
}

function Cell({ value, field }: CellProps) {
  if (isBlank(value)) return <Blank />
  return (
    <span className="percent-cell">
      <Meter value={Number(value)} max={100} />
      <View value={value} field={field} />
    </span>
  )
}

export const percent: FieldUi = {
  Cell,
  View,
  Input: NumberInput,
  text: numberForm,
  Filter: NumberFilter,
  align: 'end',
  width: 116,
  plain: (value, _field, format) => format.percent(asText(value) || null),
}
