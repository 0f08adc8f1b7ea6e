import type { CellProps } from './kit'
import { uiOf } from './all'

export function FieldCell(props: CellProps) {
  const { Cell } = uiOf(props.field)
  return <Cell {...props} />
}

export function FieldView(props: CellProps) {
  const ui = uiOf(props.field)
  const Shown = ui.View ?? ui.Cell
  return <Shown {...props} />
}
