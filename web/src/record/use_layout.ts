// Widths, order and pins of a list's columns: kept in the URL, shown at once while dragging.
import { useMemo, useState } from 'react'
import type { Field } from '../api/types'
import { alignOf, widthOf } from '../fields/all'
import { clampWidth, columnsText, moveColumn, withWidth, type Column } from './columns'
import type { ListState } from './list_state'

export const checkWidth = 40
const titleWidth = 236
const stateWidth = 118

export interface ColumnActs {
  pin: number // so many columns stay in sight
  setPin: (count: number) => void
  preview: (name: string, width: number) => void
  resize: (name: string, width: number | null) => void
  move: (name: string, to: number) => void
  hide: (name: string) => void
  group: (name: string) => void
  canGroup: (field: Field) => boolean
}

export interface Places {
  widths: readonly number[]
  lefts: readonly number[] // from the left edge of the content
  template: string
  whole: number
  pins: readonly (React.CSSProperties | undefined)[]
}

export const canGroupBy = (field: Field): boolean =>
  ['select', 'user', 'department', 'lookup', 'boolean'].includes(field.type) &&
  field.stored !== false

export interface Layout extends ColumnActs {
  shown: readonly Column[]
}

export function useLayout(list: ListState): Layout {
  const [live, setLive] = useState<{ name: string; width: number } | null>(null)
  const { set, layout, pin } = list
  const shown = useMemo(
    () => (live ? withWidth(layout, live.name, live.width) : layout),
    [layout, live],
  )
  return useMemo(() => {
    const put = (next: readonly Column[]) => set({ cols: columnsText(next) })
    return {
      shown,
      pin,
      setPin: (count) => set({ pin: count > 1 ? count : undefined } as never),
      preview: (name, width) => setLive({ name, width: clampWidth(width) }),
      resize: (name, width) => {
        setLive(null)
        put(withWidth(layout, name, width))
      },
      move: (name, to) => put(moveColumn(layout, name, to)),
      hide: (name) => put(layout.filter((one) => one.name !== name)),
      group: (name) => set({ group: name }),
      canGroup: canGroupBy,
    }
  }, [shown, layout, pin, set])
}

// The last column takes what is left over.
export function usePlaces(
  columns: readonly Field[],
  layout: readonly Column[],
  pin: number,
  stateField: string | undefined,
): Places {
  return useMemo(() => {
    const own = new Map(layout.map((one) => [one.name, one.width]))
    const widths = columns.map(
      (column, index) =>
        own.get(column.name) ??
        (index === 0 ? titleWidth : column.name === stateField ? stateWidth : widthOf(column)),
    )
    const tracks = widths.map((width, index) =>
      index === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`,
    )
    let left = checkWidth
    const lefts = widths.map((width) => (left += width) - width)
    return {
      widths,
      lefts,
      template: `${checkWidth}px ${tracks.join(' ')}`,
      whole: left,
      pins: lefts.map((px, index) => (index > 0 && index < pin ? { left: px } : undefined)),
    }
  }, [columns, layout, pin, stateField])
}

export function cellClass(column: Field, index: number, pin: React.CSSProperties | undefined) {
  const parts = ['grid-cell']
  if (alignOf(column) === 'end') parts.push('num')
  if (index === 0) parts.push('grid-title')
  if (pin) parts.push('grid-pin')
  return parts.join(' ')
}
