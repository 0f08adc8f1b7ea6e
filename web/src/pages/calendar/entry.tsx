// One record on its day: opened by a click, moved to another day by drag, Alt with the arrows, or
// its menu (touch).
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field, ObjectMeta, RecordRow } from '../../api/types'
import { addDays } from '../../base/dates'
import { asText } from '../../fields/kit'
import { isCellEditable } from '../../record/grid_edit'
import { openForm } from '../../record/stores'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { MenuButton } from '../../ui/menu'
import { daysOfKey } from './month'

const kind = 'calendar-entry'

export const draggedEntry = (data: Record<string, unknown>): RecordRow | null =>
  data.kind === kind ? (data.record as RecordRow) : null

interface Props {
  meta: ObjectMeta
  field: Field
  day: string
  record: RecordRow
  held: boolean // just moved: it keeps the focus
  onMove: (record: RecordRow, day: string) => void
}

export function Entry({ meta, field, day, record, held, onMove }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLLIElement>(null)
  const link = useRef<HTMLAnchorElement>(null)
  const [dragging, setDragging] = useState(false)
  const movable = isCellEditable(meta, field) && record.can?.update !== false
  useEffect(() => {
    if (!box.current || !movable || matchMedia('(pointer: coarse)').matches) return undefined
    return draggable({
      element: box.current,
      getInitialData: () => ({ kind, record }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
  }, [record, movable])
  useEffect(() => {
    if (held) link.current?.focus()
  }, [held, day])
  const onKey = (event: KeyboardEvent) => {
    const by = event.altKey ? daysOfKey(event.key) : 0
    if (!by || !movable) return
    event.preventDefault()
    onMove(record, addDays(day, by))
  }
  const title = asText(record[meta.title_field]) || t('web.unnamed')
  const steps = [1, -1, 7, -7]
  return (
    <li ref={box} className="cal-entry" data-dragging={dragging || undefined}>
      <Link
        ref={link}
        to="/o/$object/$id"
        params={{ object: meta.object, id: record.id }}
        className="cal-item ellipsis"
        draggable={false}
        onKeyDown={onKey}
        style={{ '--pill': colorOf(meta, record) } as React.CSSProperties}
        {...(movable
          ? {
              title: t('web.calendar.move_how'),
              'aria-keyshortcuts': 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown',
            }
          : {})}
      >
        {field.type === 'datetime' ? (
          <span className="muted">{format.time(asText(record[field.name]))} </span>
        ) : null}
        {title}
      </Link>
      {movable ? (
        <MenuButton
          iconOnly
          label={t('web.calendar.move', { name: title })}
          className="btn btn-ghost btn-icon btn-small cal-menu"
          align="end"
          rows={[
            { key: 'title', title: t('web.board.move_to') },
            ...steps.map((by) => ({
              key: String(by),
              label: `${t(stepText(by))} · ${format.heading(addDays(day, by))}`,
              onSelect: () => onMove(record, addDays(day, by)),
            })),
            { key: 'line', line: true as const },
            {
              key: 'other',
              label: t('web.calendar.other_day'),
              onSelect: () =>
                openForm({
                  object: meta.object,
                  record,
                  fields: [field.name],
                  onDone: () => undefined,
                }),
            },
          ]}
        >
          <Icon name="ellipsis" size={14} />
        </MenuButton>
      ) : null}
    </li>
  )
}

const stepText = (by: number): string =>
  `web.calendar.by_${by < 0 ? 'minus' : 'plus'}_${Math.abs(by)}`

function colorOf(meta: ObjectMeta, record: RecordRow): string {
  const state = meta.fields.find((one) => one.name === meta.state_field)
  const option = state?.settings?.options?.find((one) => one.key === record[state.name])
  return option?.color ?? '#2B5CE6'
}
