import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Link } from '@tanstack/react-router'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText, useSchema } from '../../api/schema'
import type { RecordRow } from '../../api/types'
import { asText, isBlank } from '../../fields/kit'
import { Avatar } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { MenuButton, type MenuRow } from '../../ui/menu'
import { dragData } from './drag'
import type { Stage } from '../../record/stages'

interface Props {
  record: RecordRow
  stage: Stage
  stages: readonly Stage[]
  onMove: (record: RecordRow, stage: string) => void
}

export const Card = memo(function Card({ record, stage, stages, onMove }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const element = useRef<HTMLElement>(null)
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    if (!element.current || matchMedia('(pointer: coarse)').matches) return undefined
    return draggable({
      element: element.current,
      getInitialData: () => dragData(record),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    })
  }, [record])
  const title = asText(record.name)
  const due = isBlank(record.expected_close) ? null : format.due(asText(record.expected_close))
  const isStuck = record.stuck === true
  const rows = useMemo<MenuRow[]>(
    () => [
      { key: 'title', title: t('web.board.move_to') },
      ...stages.map((one) => ({
        key: one.id,
        label: one.name,
        disabled: one.id === stage.id,
        onSelect: () => onMove(record, one.id),
      })),
    ],
    [stages, stage.id, record, onMove, t],
  )
  return (
    <article ref={element} className="board-card" data-dragging={dragging} data-stuck={isStuck}>
      <Link
        to="/o/$object/$id"
        params={{ object: 'opportunity', id: record.id }}
        className="board-title ellipsis"
        draggable={false}
      >
        {title || t('web.unnamed')}
      </Link>
      <span className="board-account ellipsis">{asText(record.account)}</span>
      <span className="row board-amount">
        <strong>
          {format.moneyShort(asText(record.amount) || null, asText(record.currency) || undefined)}
        </strong>
        {isStuck ? null : <Tags record={record} />}
        {isStuck ? (
          <span className="board-stuck">
            <Icon name="clock" size={12} />
            {t('web.board.stuck', { count: Number(asText(record.days_in_stage) || 0) })}
          </span>
        ) : null}
      </span>
      <span className="row board-foot">
        {stage.kind === 'won' ? (
          <span className="muted">{t('web.board.won')}</span>
        ) : due ? (
          <span className={due.late ? 'late' : 'muted'}>{due.text}</span>
        ) : null}
        {isBlank(record.last_follow_at) ? null : (
          <span className="row muted board-follow">
            <Icon name="message-square" size={12} />
            {format.relative(asText(record.last_follow_at)).replace(/ \d\d:\d\d$/, '')}
          </span>
        )}
        <span className="grow" />
        {isBlank(record.owner) ? null : (
          <span title={asText(record.owner)}>
            <Avatar name={asText(record.owner)} size={22} />
            <span className="sr-only">{asText(record.owner)}</span>
          </span>
        )}
      </span>
      <MenuButton
        rows={rows}
        label={t('web.board.move', { name: title })}
        align="end"
        iconOnly
        className="btn btn-ghost btn-small btn-icon board-menu"
      >
        <Icon name="ellipsis" size={14} />
      </MenuButton>
    </article>
  )
})

function Tags({ record }: { record: RecordRow }) {
  const { language } = useFormat()
  const field = useSchema()?.field('opportunity', 'tags')
  const keys = Array.isArray(record.tags) ? (record.tags as string[]).slice(0, 1) : []
  return keys.map((key) => {
    const option = field?.settings?.options?.find((one) => one.key === key)
    return (
      <span key={key} className="tag">
        {option ? labelText(option.label, language) : key}
      </span>
    )
  })
}
