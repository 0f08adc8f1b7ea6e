// The head of the table: sort by pressing, width by the edge, place by dragging, and a menu that
// does all of it by keyboard (Alt+Down in the grid opens the one of the active column).
import { useRef, useState, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText } from '../api/schema'
import type { Field } from '../api/types'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { MenuButton, type MenuRow } from '../ui/menu'
import { isSortable } from './columns'
import { cellClass, type ColumnActs } from './use_layout'

interface Props {
  columns: readonly Field[]
  widths: readonly number[]
  template: string
  pins: readonly (React.CSSProperties | undefined)[]
  sort: string
  onSort: (sort: string) => void
  allSelected: boolean
  onSelectAll: (all: boolean) => void
  acts: ColumnActs
}

function nextSort(sort: string, name: string): string {
  return sort === `-${name}` ? name : sort === name ? '' : `-${name}`
}

const dragFrom = 6 // px; less is a press
const step = 40 // px of wider and narrower in the menu

export function GridHead(props: Props) {
  const { columns, template, sort, allSelected, onSelectAll, pins } = props
  const { t } = useTranslation()
  const [drop, setDrop] = useState<number | null>(null)
  const [main = ''] = sort.split(',')
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="grid-row grid-head"
      style={{ gridTemplateColumns: template }}
    >
      <div role="columnheader" className="grid-cell grid-check">
        <input
          type="checkbox"
          checked={allSelected}
          aria-label={t('web.select.all_rows')}
          onChange={(event) => onSelectAll(event.target.checked)}
        />
      </div>
      {columns.map((column, index) => {
        const down = main === `-${column.name}`
        const sorted = down || main === column.name
        return (
          <div
            key={column.name}
            role="columnheader"
            aria-colindex={index + 2}
            aria-sort={sorted ? (down ? 'descending' : 'ascending') : 'none'}
            className={cellClass(column, index, pins[index])}
            style={pins[index]}
            data-drop={drop === index || undefined}
          >
            <ColumnHead
              {...props}
              column={column}
              index={index}
              main={main}
              sorted={sorted}
              down={down}
              onDrop={setDrop}
            />
          </div>
        )
      })}
    </div>
  )
}

interface HeadProps extends Props {
  column: Field
  index: number
  main: string
  sorted: boolean
  down: boolean
  onDrop: (index: number | null) => void
}

function ColumnHead(props: HeadProps) {
  const { column, index, main, sorted, down, onSort } = props
  const { language } = useFormat()
  const drag = useColumnDrag(props)
  const text = labelText(column.label, language)
  return (
    <>
      {isSortable(column) ? (
        <button
          type="button"
          tabIndex={-1}
          className="grid-sort"
          onClick={() => {
            if (!drag.moved()) onSort(nextSort(main, column.name))
          }}
          {...(index > 0 ? drag.handlers : {})}
        >
          <span className="ellipsis">{text}</span>
          {sorted ? <Icon name={down ? 'arrow-down' : 'arrow-up'} size={13} /> : null}
        </button>
      ) : (
        <span className="ellipsis grid-sort" {...(index > 0 ? drag.handlers : {})}>
          {text}
        </span>
      )}
      <HeadMenu {...props} text={text} />
      <Edge {...props} />
    </>
  )
}

function useColumnDrag({ column, index, acts, onDrop }: HeadProps) {
  const from = useRef<{ x: number; moved: boolean } | null>(null)
  const just = useRef(false)
  const target = (event: PointerEvent): number | null => {
    const head = (event.currentTarget as HTMLElement).closest('.grid-head')
    for (const cell of head?.querySelectorAll<HTMLElement>('[aria-colindex]') ?? []) {
      const box = cell.getBoundingClientRect()
      if (event.clientX >= box.left && event.clientX < box.right)
        return Number(cell.getAttribute('aria-colindex')) - 2
    }
    return null
  }
  return {
    moved: () => just.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return
        just.current = false
        from.current = { x: event.clientX, moved: false }
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove: (event: PointerEvent) => {
        const start = from.current
        if (!start || (!start.moved && Math.abs(event.clientX - start.x) < dragFrom)) return
        start.moved = true
        const over = target(event)
        onDrop(over === null || over === index ? null : Math.max(1, over))
      },
      onPointerUp: (event: PointerEvent) => {
        const start = from.current
        from.current = null
        onDrop(null)
        just.current = start?.moved === true
        const over = start?.moved ? target(event) : null
        if (over !== null && over !== index) acts.move(column.name, over)
      },
    },
  }
}

function HeadMenu({
  column,
  index,
  acts,
  columns,
  onSort,
  text,
  widths,
}: HeadProps & { text: string }) {
  const { t } = useTranslation()
  const sortable = isSortable(column)
  const width = widths[index] ?? 140
  const rows: MenuRow[] = [
    ...(sortable
      ? [
          {
            key: 'up',
            icon: 'arrow-up',
            label: t('web.column.ascending'),
            onSelect: () => onSort(column.name),
          },
          {
            key: 'down',
            icon: 'arrow-down',
            label: t('web.column.descending'),
            onSelect: () => onSort(`-${column.name}`),
          },
          { key: 'l1', line: true as const },
        ]
      : []),
    ...(acts.canGroup(column)
      ? [
          {
            key: 'group',
            icon: 'group',
            label: t('web.column.group'),
            onSelect: () => acts.group(column.name),
          },
        ]
      : []),
    {
      key: 'pin',
      icon: 'panel-left',
      label: acts.pin === index + 1 && index > 0 ? t('web.column.unpin') : t('web.column.pin'),
      onSelect: () => acts.setPin(acts.pin === index + 1 ? 1 : index + 1),
    },
    ...(index > 1
      ? [
          {
            key: 'left',
            icon: 'arrow-left',
            label: t('web.column.left'),
            onSelect: () => acts.move(column.name, index - 1),
          },
        ]
      : []),
    ...(index > 0 && index < columns.length - 1
      ? [
          {
            key: 'right',
            icon: 'arrow-right',
            label: t('web.column.right'),
            onSelect: () => acts.move(column.name, index + 1),
          },
        ]
      : []),
    {
      key: 'wider',
      icon: 'plus',
      label: t('web.column.wider'),
      onSelect: () => acts.resize(column.name, width + step),
    },
    {
      key: 'narrower',
      icon: 'columns',
      label: t('web.column.narrower'),
      onSelect: () => acts.resize(column.name, width - step),
    },
    ...(index > 0
      ? [
          { key: 'l2', line: true as const },
          {
            key: 'hide',
            icon: 'eye-off',
            label: t('web.column.hide'),
            onSelect: () => acts.hide(column.name),
          },
        ]
      : []),
  ]
  return (
    <MenuButton
      rows={rows}
      label={t('web.column.menu', { name: text })}
      iconOnly
      tabIndex={-1}
      align="end"
      className="grid-menu"
    >
      <Icon name="chevron-down" size={13} />
    </MenuButton>
  )
}

// The right edge of a column: drag for its width, press twice for the usual one.
function Edge({ column, index, widths, acts }: HeadProps) {
  const from = useRef<{ x: number; width: number } | null>(null)
  return (
    <span
      className="grid-edge"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault()
        from.current = { x: event.clientX, width: widths[index] ?? 140 }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (from.current)
          acts.preview(column.name, from.current.width + event.clientX - from.current.x)
      }}
      onPointerUp={(event) => {
        const start = from.current
        from.current = null
        if (start && event.clientX !== start.x)
          acts.resize(column.name, start.width + event.clientX - start.x)
      }}
      onDoubleClick={() => acts.resize(column.name, null)}
    />
  )
}
