// The keyboard of the grid (ui-guide, Behaviour rules, 3).
import { useRef, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { useFormat } from '../ui/format'
import { usePrefs } from '../ui/prefs'
import { useToasts } from '../ui/toast'
import type { GridProps } from './grid'
import type { SaveCell } from './grid_edit'
import { cellAfterKey, nextEditable } from './grid_model'
import { useClipboard } from './grid_clipboard'
import type { SaveCells } from './grid_save'
import { openForm } from './stores'

interface Keys extends GridProps {
  box: RefObject<HTMLDivElement | null>
  input: RefObject<HTMLInputElement | null>
  editable: readonly boolean[]
  saveCell: SaveCell
  saveCells: SaveCells
  open: (record: RecordRow | undefined) => void
  startEditing: (text?: string) => void
  scrollTo: (row: number) => void
  total: number
}

export function useGridKeys(grid: Keys) {
  const { meta, columns, blocks, state, dispatch, editable, saveCell, total } = grid
  const { t } = useTranslation()
  const format = useFormat()
  const leaving = useRef(false)
  const column = columns[state.col]
  const record = blocks.rowAt(state.row)

  const moveTo = (row: number, col: number) => {
    dispatch({ do: 'move', row, col })
    grid.scrollTo(row)
    const cell = grid.box.current?.querySelector<HTMLElement>(
      `.grid-head [aria-colindex="${col + 2}"]`,
    )
    if (col > 0) cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  // True when the typed text could be taken.
  const commitText = (): boolean => {
    if (!state.editing || !column || !record || leaving.current) return true
    const form = uiOf(column).text
    const text = grid.input.current?.value ?? ''
    if (!form) return true
    const parsed = form.parse(text, column, format)
    if ('problem' in parsed) {
      dispatch({
        do: 'refuse',
        text,
        problem: t(parsed.problem, {
          min: column.settings?.min ?? '',
          max: column.settings?.max ?? '',
        }),
      })
      return false
    }
    const { row, col } = state
    saveCell(record, column, parsed.value, (reason) => {
      dispatch({ do: 'move', row, col })
      dispatch({ do: 'refuse', text, problem: reason })
    })
    dispatch({ do: 'stop' })
    return true
  }
  const selectTo = (row: number) => {
    const from = state.anchor ?? state.row
    const [low, high] = from < row ? [from, row] : [row, from]
    const ids = Array.from(
      { length: high - low + 1 },
      (_, index) => blocks.rowAt(low + index)?.id,
    ).filter((id) => id !== undefined)
    dispatch({ do: 'range', ids, row })
  }
  const editingKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      leaving.current = true
      dispatch({ do: 'stop' })
      queueMicrotask(() => {
        leaving.current = false
      })
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault()
      if (!commitText()) return
      const next =
        event.key === 'Enter'
          ? { row: Math.min(total - 1, state.row + 1), col: state.col }
          : nextEditable(state, event.shiftKey, editable, total)
      moveTo(next.row, next.col)
    }
  }
  const letterKey = (key: string): boolean => {
    if (!usePrefs.getState().letterKeys) return false
    if (key === 'o') grid.open(record)
    else if (key === 'e' && record && meta.object !== 'activity')
      openForm({
        object: 'activity',
        defaults: { [meta.object]: { id: record.id, name: String(record[meta.title_field]) } },
        onDone: () => undefined,
      })
    else return false
    return true
  }
  const clip = useClipboard({ ...grid, format })
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.key === 'Process') return
    if (state.editing) return editingKey(event)
    const control = event.ctrlKey || event.metaKey
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault()
      const head = grid.box.current?.querySelector(`.grid-head [aria-colindex="${state.col + 2}"]`)
      return head?.querySelector<HTMLElement>('.grid-menu')?.click()
    }
    const page = Math.max(
      1,
      Math.floor((grid.box.current?.clientHeight ?? 400) / grid.rowHeight) - 2,
    )
    const from = event.shiftKey ? (state.span ?? state) : state
    const next = cellAfterKey(event.key, control, from, {
      rows: total,
      cols: columns.length,
      page,
    })
    if (next) {
      event.preventDefault()
      if (!event.shiftKey) return moveTo(next.row, next.col)
      dispatch({ do: 'extend', row: next.row, col: next.col })
      return grid.scrollTo(next.row)
    }
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      if (editable[state.col]) grid.startEditing()
      else grid.open(record)
    } else if (event.key === ' ') {
      event.preventDefault()
      if (record) dispatch({ do: 'toggle', id: record.id, row: state.row })
    } else if (event.key === 'Escape') dispatch({ do: 'clear' })
    else if (control && event.key.toLowerCase() === 'd') {
      event.preventDefault()
      clip.fillDown()
    } else if (event.key === 'Delete') {
      event.preventDefault()
      clip.clear()
    } else if (control && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      useToasts.getState().undoLast()
    } else if (!control && !event.altKey && event.key.length === 1) {
      if (letterKey(event.key) || !editable[state.col]) event.preventDefault()
      else if (column && !uiOf(column).text) {
        event.preventDefault()
        grid.startEditing(event.key)
      }
    }
  }
  return { onKeyDown, onCopy: clip.onCopy, onPaste: clip.onPaste, commitText, selectTo }
}
