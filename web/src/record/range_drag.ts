// Dragging over cells chooses a range, as in a spreadsheet; a press alone stays a press.
import { useRef, type PointerEvent } from 'react'
import type { GridAction, GridState } from './grid_model'

function cellAt(target: EventTarget | null): { row: number; col: number } | null {
  if (!(target instanceof Element)) return null
  const row = target.closest<HTMLElement>('[data-row]')?.dataset.row
  const col = target.closest<HTMLElement>('[data-col]')?.dataset.col
  return row === undefined || col === undefined ? null : { row: Number(row), col: Number(col) }
}

export function useRangeDrag(state: GridState, dispatch: (action: GridAction) => void) {
  const from = useRef<{ row: number; col: number } | null>(null)
  const mark = (event: PointerEvent<HTMLElement>, dragged: boolean) => {
    if (dragged) event.currentTarget.dataset.dragged = 'true'
    else delete event.currentTarget.dataset.dragged
  }
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const plain = event.button === 0 && !event.shiftKey && event.pointerType === 'mouse'
      from.current = plain && !state.editing ? cellAt(event.target) : null
      mark(event, false)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const start = from.current
      if (!start || event.buttons !== 1) return
      const over = cellAt(event.target)
      if (!over || (over.row === start.row && over.col === start.col)) return
      if (event.currentTarget.dataset.dragged === undefined) {
        mark(event, true)
        getSelection()?.removeAllRanges()
        dispatch({ do: 'move', ...start })
      }
      if (over.row !== state.span?.row || over.col !== state.span?.col)
        dispatch({ do: 'extend', ...over })
    },
    onPointerUp: () => {
      from.current = null
    },
  }
}
