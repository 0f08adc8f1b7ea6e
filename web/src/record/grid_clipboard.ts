// Copy, paste, fill and clear over a range of cells, from and to spreadsheets.
import type { ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import type { Format } from '../base/format'
import { uiOf } from '../fields/all'
import { toast } from '../ui/toast'
import type { GridState } from './grid_model'
import { placePaste, rangeOf, readTable, sizeOf, writeTable } from './grid_range'
import type { CellChange, SaveCells } from './grid_save'
import { parseCell } from './parse_cell'
import type { Blocks } from './use_blocks'

interface Clipboard {
  meta: ObjectMeta
  columns: readonly Field[]
  blocks: Blocks
  state: GridState
  editable: readonly boolean[]
  saveCells: SaveCells
  format: Format
}

const pasteMax = 5000 // cells: more belongs in an import, which can be checked and undone as a whole
const copyMax = 100_000

export function useClipboard(grid: Clipboard) {
  const { columns, blocks, state, editable, saveCells, format } = grid
  const { t } = useTranslation()
  const range = rangeOf(state, state.span)
  const change = (row: number, col: number, value: unknown): CellChange[] => {
    const record = blocks.rowAt(row)
    const field = columns[col]
    return record && field && editable[col] ? [{ record, field: field.name, value }] : []
  }
  const onPaste = (event: ClipboardEvent) => {
    if (state.editing) return
    event.preventDefault()
    const table = readTable(event.clipboardData.getData('text/plain'))
    const cells = placePaste(table, range)
    if (cells.length > pasteMax)
      return toast(t('web.grid.paste_limit', { count: format.number(pasteMax) }), { kind: 'bad' })
    void paste(cells)
  }
  const paste = async (cells: ReturnType<typeof placePaste>) => {
    const changes: CellChange[] = []
    let refused = 0
    let first = ''
    for (const cell of cells) {
      const field = columns[cell.col]
      const record = blocks.rowAt(cell.row)
      if (!field || !record) continue
      const parsed = editable[cell.col]
        ? await parseCell(cell.text, field, format)
        : { problem: 'web.grid.not_editable' }
      if ('value' in parsed) changes.push(...change(cell.row, cell.col, parsed.value))
      else {
        refused++
        first ||= t(parsed.problem, {
          min: field.settings?.min ?? '',
          max: field.settings?.max ?? '',
        })
      }
    }
    await saveCells(changes)
    if (refused > 0)
      toast(t('web.grid.skipped', { count: refused, reason: first }), { kind: 'bad' })
  }
  const onCopy = (event: ClipboardEvent) => {
    if (state.editing) return
    event.preventDefault()
    const bySelection = state.selected.size > 0 && !state.span
    const rows: (RecordRow | undefined)[] = []
    if (bySelection) {
      for (let row = 0; row < (blocks.total ?? 0) && rows.length < state.selected.size; row++) {
        const record = blocks.rowAt(row)
        if (record && state.selected.has(record.id)) rows.push(record)
      }
    } else if (sizeOf(range) <= copyMax)
      for (let row = range.top; row <= range.bottom; row++) rows.push(blocks.rowAt(row))
    const shown = bySelection ? columns : columns.slice(range.left, range.right + 1)
    event.clipboardData.setData(
      'text/plain',
      writeTable(
        rows.map((row) =>
          shown.map((one) =>
            row ? uiOf(one).plain(row[one.name], one, format, format.language) : '',
          ),
        ),
      ),
    )
    toast(t('web.grid.copied', { count: rows.length * shown.length }))
  }
  // The first row of the range into the others; a single cell takes the one above.
  const fillDown = () => {
    const single = range.top === range.bottom
    const source = blocks.rowAt(single ? range.top - 1 : range.top)
    if (!source) return
    const changes: CellChange[] = []
    for (let row = single ? range.top : range.top + 1; row <= range.bottom; row++)
      for (let col = range.left; col <= range.right; col++)
        changes.push(...change(row, col, source[columns[col]?.name ?? ''] ?? null))
    void saveCells(changes)
  }
  const clear = () => {
    const changes: CellChange[] = []
    for (let row = range.top; row <= range.bottom; row++)
      for (let col = range.left; col <= range.right; col++)
        if (!columns[col]?.required) changes.push(...change(row, col, null))
    void saveCells(changes)
  }
  return { onPaste, onCopy, fillDown, clear }
}
