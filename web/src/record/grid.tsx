// The table of a list: virtual rows, one tab stop, keyboard, inline editing.
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useId, useMemo, useRef, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { asText } from '../fields/kit'
import { useFormat } from '../ui/format'
import { CellEditor } from './cell_editor'
import { isCellEditable, useSaveCell } from './grid_edit'
import { GridHead } from './grid_head'
import { useGridKeys } from './grid_keys'
import type { GridAction, GridState } from './grid_model'
import { rangeOf } from './grid_range'
import { GridRow } from './grid_row'
import { useSaveCells } from './grid_save'
import { useRangeDrag } from './range_drag'
import type { Blocks } from './use_blocks'
import { checkWidth, usePlaces, type Layout } from './use_layout'
import { useWindow } from './use_window'
import { rememberList } from './walk'

const headHeight = 34

export interface GridProps {
  meta: ObjectMeta
  columns: readonly Field[]
  layout: Layout
  blocks: Blocks
  rowHeight: number
  sort: string
  onSort: (sort: string) => void
  onSight: (first: number, last: number) => void
  state: GridState
  dispatch: (action: GridAction) => void
}

export default function Grid(props: GridProps) {
  const { meta, columns, layout, blocks, rowHeight, sort, onSort, onSight, state, dispatch } = props
  const { t } = useTranslation()
  const { language } = useFormat()
  const navigate = useNavigate()
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const gridId = useId()
  const total = blocks.total ?? 0
  const sight = useWindow(box, total, rowHeight, headHeight)
  const places = usePlaces(columns, layout.shown, layout.pin, meta.state_field)
  const saveCell = useSaveCell(meta)
  const saveCells = useSaveCells(meta)
  useEffect(() => onSight(sight.first, sight.last), [onSight, sight.first, sight.last])

  const recordAt = blocks.rowAt
  const open = useCallback(
    (record: RecordRow | undefined) => {
      if (!record) return
      rememberList(
        meta.object,
        Array.from(
          { length: 500 },
          (_, index) => recordAt(Math.max(0, state.row - 250) + index)?.id,
        ),
      )
      void navigate({ to: '/o/$object/$id', params: { object: meta.object, id: record.id } })
    },
    [meta.object, navigate, recordAt, state.row],
  )
  const editable = useMemo(
    () => columns.map((column) => isCellEditable(meta, column)),
    [meta, columns],
  )
  const active = recordAt(state.row)
  const column = columns[state.col]
  const startEditing = (text?: string) => {
    if (!active || !column || !editable[state.col]) return
    if (column.type === 'boolean') saveCell(active, column, active[column.name] !== true)
    else if (text === undefined)
      dispatch({
        do: 'edit',
        text: uiOf(column).text?.toText(active[column.name], column) ?? '',
        all: true,
      })
    else dispatch({ do: 'edit', text, all: false })
  }
  const keys = useGridKeys({
    ...props,
    box,
    input,
    editable,
    saveCell,
    saveCells,
    open,
    startEditing,
    scrollTo: sight.scrollTo,
    total,
  })

  const drag = useRangeDrag(state, dispatch)
  const pick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const row = Number(target.closest<HTMLElement>('[data-row]')?.dataset.row ?? -1)
    const record = recordAt(row)
    if (event.currentTarget.dataset.dragged) return input.current?.focus({ preventScroll: true })
    if (row < 0 || !record || target.closest('a')) return
    const col = target.closest<HTMLElement>('[data-col]')?.dataset.col
    if (col === undefined) {
      if (event.shiftKey && state.anchor !== null) keys.selectTo(row)
      else dispatch({ do: 'toggle', id: record.id, row })
    } else if (event.shiftKey) dispatch({ do: 'extend', row, col: Number(col) })
    else if (event.detail === 2 && row === state.row) startEditing()
    else if (
      Number(col) === 0 &&
      event.detail === 1 &&
      state.row === row &&
      state.col === 0 &&
      !state.editing
    )
      open(record)
    else if (!(state.editing && row === state.row && Number(col) === state.col))
      dispatch({ do: 'move', row, col: Number(col) })
    if (event.detail !== 2) input.current?.focus({ preventScroll: true })
  }
  const range = rangeOf(state, state.span)
  const rows: React.ReactNode[] = []
  for (let index = sight.first; index <= sight.last; index++) {
    const record = recordAt(index)
    rows.push(
      <GridRow
        key={index}
        meta={meta}
        record={record}
        columns={columns}
        index={index}
        top={sight.topOf(index)}
        template={places.template}
        selected={record !== undefined && (state.everything || state.selected.has(record.id))}
        activeCol={index === state.row ? state.col : -1}
        pins={places.pins}
        rangeFrom={state.span && index >= range.top && index <= range.bottom ? range.left : -1}
        rangeTo={range.right}
        gridId={gridId}
      />,
    )
  }
  const cellText =
    active && column
      ? (uiOf(column).text?.toText(active[column.name], column) ?? asText(active[column.name]))
      : ''
  const loaded = () =>
    Array.from({ length: sight.last + 1 }, (_, index) => recordAt(index)?.id).filter(
      (id) => id !== undefined,
    )
  return (
    <div className="grid-box" ref={box} data-columns={columns.length}>
      <div
        role="grid"
        aria-rowcount={total + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-label={labelText(meta.label, language)}
        id={gridId}
        style={{ minWidth: places.whole }}
        onClick={pick}
        {...drag}
      >
        <GridHead
          columns={columns}
          widths={places.widths}
          pins={places.pins}
          acts={layout}
          template={places.template}
          sort={sort}
          onSort={onSort}
          allSelected={
            state.everything ||
            (total > 0 &&
              state.selected.size > 0 &&
              state.selected.size >= Math.min(total, loaded().length))
          }
          onSelectAll={(all) => dispatch(all ? { do: 'all', ids: loaded() } : { do: 'clear' })}
        />
        <div
          role="rowgroup"
          className="grid-rows"
          style={{ height: sight.height, '--row-h': `${rowHeight}px` } as React.CSSProperties}
        >
          {rows}
        </div>
      </div>
      {column && total > 0 ? (
        <CellEditor
          input={input}
          state={state}
          field={column}
          record={active}
          top={sight.topOf(state.row) + headHeight}
          left={
            state.col === 0
              ? checkWidth + (box.current?.scrollLeft ?? 0)
              : (places.lefts[state.col] ?? 0)
          }
          width={places.widths[state.col] ?? 120}
          height={rowHeight}
          gridId={gridId}
          spoken={`${labelText(column.label, language)} ${cellText || t('web.empty')}`}
          onKeyDown={keys.onKeyDown}
          onText={(text) => startEditing(text)}
          onPaste={keys.onPaste}
          onCopy={keys.onCopy}
          onCommit={(value) => {
            if (active) saveCell(active, column, value)
            dispatch({ do: 'stop' })
            input.current?.focus({ preventScroll: true })
          }}
          onBlurEdit={keys.commitText}
          canEdit={editable[state.col] ?? false}
        />
      ) : null}
    </div>
  )
}
