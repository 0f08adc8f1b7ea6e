// The keyboard of the grid (ui-guide, Behaviour rules, 3).
import { useRef, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { useFormat } from '../ui/format'
import { usePrefs } from '../ui/prefs'
import { toast, useToasts } from '../ui/toast'
import type { GridProps } from './grid'
import type { SaveCell } from './grid_edit'
import { cellAfterKey, nextEditable } from './grid_model'
import { openForm } from './stores'

interface Keys extends GridProps {
  box: RefObject<HTMLDivElement | null>
  input: RefObject<HTMLInputElement | null>
  editable: readonly boolean[]
  saveCell: SaveCell
  open: (record: RecordRow | undefined) => void
  startEditing: (text?: string) => void
  scrollTo: (row: number) => void
  total: number
}

const pasteMax = 200 // cells: more belongs in an import

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
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.key === 'Process') return
    if (state.editing) return editingKey(event)
    const control = event.ctrlKey || event.metaKey
    if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      return selectTo(
        Math.max(0, Math.min(total - 1, state.row + (event.key === 'ArrowDown' ? 1 : -1))),
      )
    }
    const page = Math.max(
      1,
      Math.floor((grid.box.current?.clientHeight ?? 400) / grid.rowHeight) - 2,
    )
    const next = cellAfterKey(event.key, control, state, {
      rows: total,
      cols: columns.length,
      page,
    })
    if (next) {
      event.preventDefault()
      return moveTo(next.row, next.col)
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
      const above = blocks.rowAt(state.row - 1)
      if (above && record && column && editable[state.col])
        saveCell(record, column, above[column.name])
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
  const onPaste = (event: ClipboardEvent) => {
    if (state.editing) return
    event.preventDefault()
    const lines = event.clipboardData
      .getData('text/plain')
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => line.split('\t'))
    if (lines.length * (lines[0]?.length ?? 1) > pasteMax)
      return toast(t('web.grid.paste_limit', { count: pasteMax }), { kind: 'bad' })
    lines.forEach((cells, down) =>
      cells.forEach((text, right) => {
        const target = blocks.rowAt(state.row + down)
        const into = columns[state.col + right]
        const form = into && editable[state.col + right] ? uiOf(into).text : undefined
        const parsed =
          form && into ? form.parse(text, into, format) : { problem: 'web.grid.not_pasted' }
        if (target && into && 'value' in parsed) saveCell(target, into, parsed.value)
      }),
    )
  }
  const onCopy = (event: ClipboardEvent) => {
    if (state.editing || !column) return
    event.preventDefault()
    const chosen =
      state.selected.size > 0
        ? Array.from({ length: total }, (_, index) => blocks.rowAt(index)).filter(
            (row) => row && state.selected.has(row.id),
          )
        : [record]
    const shown = state.selected.size > 0 ? columns : [column]
    const text = chosen
      .map((row) =>
        shown
          .map((one) => uiOf(one).plain(row?.[one.name], one, format, format.language))
          .join('\t'),
      )
      .join('\n')
    event.clipboardData.setData('text/plain', text)
  }
  return { onKeyDown, onPaste, onCopy, commitText, selectTo }
}
