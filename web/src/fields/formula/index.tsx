import { uiOf } from '../all'
import type { CellProps, FieldUi, FilterProps } from '../kit'
import { shownType } from '../kit'

// Shown as its result's type.
const asResult = (field: CellProps['field']) => ({ ...field, type: shownType(field) })

function Cell(props: CellProps) {
  const field = asResult(props.field)
  const { Cell: Shown } = uiOf(field)
  return <Shown {...props} field={field} />
}

function View(props: CellProps) {
  const field = asResult(props.field)
  const ui = uiOf(field)
  const Shown = ui.View ?? ui.Cell
  return <Shown {...props} field={field} />
}

function Filter(props: FilterProps) {
  const field = asResult(props.field)
  const Shown = uiOf(field).Filter
  return Shown ? <Shown {...props} field={field} /> : null
}

export const formula: FieldUi = {
  Cell,
  View,
  Input: null,
  Filter,
  width: 116,
  plain: (value, field, format, language) =>
    uiOf(asResult(field)).plain(value, asResult(field), format, language),
}
