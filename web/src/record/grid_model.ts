// State of a grid: active cell, editing, selection. Pure reducer, tested without a page.
export interface Editing {
  text: string
  problem: string | null
  all: boolean
} // all: select the whole text

export interface GridState {
  row: number
  col: number
  span: { row: number; col: number } | null // the other corner of a range of cells
  anchor: number | null // where a range of selected rows began
  editing: Editing | null
  selected: ReadonlySet<string>
  everything: boolean // the whole filter, not only the loaded rows
}

export type GridAction =
  | { do: 'move'; row: number; col: number }
  | { do: 'extend'; row: number; col: number }
  | { do: 'edit'; text: string; all: boolean }
  | { do: 'refuse'; text: string; problem: string }
  | { do: 'stop' }
  | { do: 'toggle'; id: string; row: number }
  | { do: 'range'; ids: readonly string[]; row: number }
  | { do: 'all'; ids: readonly string[] }
  | { do: 'everything' }
  | { do: 'clear' }

export const firstState: GridState = {
  row: 0,
  col: 0,
  span: null,
  anchor: null,
  editing: null,
  selected: new Set(),
  everything: false,
}

export function gridReducer(state: GridState, action: GridAction): GridState {
  switch (action.do) {
    case 'move':
      return {
        ...state,
        row: action.row,
        col: action.col,
        span: null,
        anchor: null,
        editing: null,
      }
    case 'extend':
      return { ...state, span: { row: action.row, col: action.col }, editing: null }
    case 'edit':
      return { ...state, editing: { text: action.text, problem: null, all: action.all } }
    case 'refuse':
      return { ...state, editing: { text: action.text, problem: action.problem, all: false } }
    case 'stop':
      return state.editing ? { ...state, editing: null } : state
    case 'toggle': {
      const selected = new Set(state.selected)
      if (!selected.delete(action.id)) selected.add(action.id)
      return { ...state, selected, everything: false, anchor: action.row }
    }
    case 'range':
      return {
        ...state,
        selected: new Set([...state.selected, ...action.ids]),
        row: action.row,
        everything: false,
        editing: null,
      }
    case 'all':
      return { ...state, selected: new Set(action.ids), everything: false }
    case 'everything':
      return { ...state, everything: true }
    case 'clear':
      return { ...state, selected: new Set(), everything: false, anchor: null, span: null }
  }
}

export interface Size {
  rows: number
  cols: number
  page: number
}

// The cell a key leads to, or null when the key does not move.
export function cellAfterKey(
  key: string,
  control: boolean,
  at: { row: number; col: number },
  size: Size,
): { row: number; col: number } | null {
  const moves: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-size.page, 0],
    PageDown: [size.page, 0],
  }
  const clamp = (n: number, max: number) => Math.max(0, Math.min(max - 1, n))
  if (key === 'Home') return control ? { row: 0, col: 0 } : { row: at.row, col: 0 }
  if (key === 'End')
    return control
      ? { row: Math.max(0, size.rows - 1), col: size.cols - 1 }
      : { row: at.row, col: size.cols - 1 }
  const move = moves[key]
  return move
    ? { row: clamp(at.row + move[0], size.rows), col: clamp(at.col + move[1], size.cols) }
    : null
}

// Where Tab leads while editing: the next editable cell of the row, then of the next row.
export function nextEditable(
  at: { row: number; col: number },
  back: boolean,
  editable: readonly boolean[],
  rows: number,
): { row: number; col: number } {
  const step = back ? -1 : 1
  let { row, col } = at
  for (let tries = 0; tries < editable.length * 2; tries++) {
    col += step
    if (col >= editable.length) [row, col] = [row + 1, 0]
    if (col < 0) [row, col] = [row - 1, editable.length - 1]
    if (row < 0 || row >= rows) return at
    if (editable[col]) return { row, col }
  }
  return at
}
