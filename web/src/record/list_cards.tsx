// A list on the phone: cards, in the same blocks.
import { Link } from '@tanstack/react-router'
import { memo, useEffect, useRef } from 'react'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { FieldCell } from '../fields/field_view'
import { asText, isBlank } from '../fields/kit'
import { useFormat } from '../ui/format'
import { Avatar } from '../ui/bits'
import type { Blocks } from './use_blocks'
import { useWindow } from './use_window'

const cardHeight = 116

interface CardProps {
  meta: ObjectMeta
  record: RecordRow | undefined
  columns: readonly Field[]
  top: number
}

const Card = memo(function Card({ meta, record, columns, top }: CardProps) {
  const format = useFormat()
  const style = { transform: `translateY(${top}px)` }
  if (!record)
    return (
      <li className="list-card" style={style}>
        <span className="skeleton grid-bone" />
      </li>
    )
  const money = columns.find((column) => column.type === 'money')
  const sub = columns.find((column) => column.type === 'lookup' && column.name !== meta.state_field)
  const pill =
    columns.find((column) => column.name === meta.state_field) ??
    columns.find((column) => column.type === 'select')
  const due = columns.find((column) => column.type === 'date' || column.type === 'datetime')
  const owner = record.owner
  return (
    <li className="list-card" style={style}>
      <Link to="/o/$object/$id" params={{ object: meta.object, id: record.id }}>
        <span className="row">
          <strong className="ellipsis grow">{asText(record[meta.title_field])}</strong>
          {money && !isBlank(record[money.name]) ? (
            <strong>
              {format.moneyShort(asText(record[money.name]), record.currency as string | undefined)}
            </strong>
          ) : null}
        </span>
        <span className="ellipsis list-card-sub">
          {sub && !isBlank(record[sub.name]) ? asText(record[sub.name]) : asText(record.number)}
        </span>
        <span className="row">
          {pill ? <FieldCell value={record[pill.name]} field={pill} record={record} /> : null}
          {due && !isBlank(record[due.name]) ? (
            <FieldCell value={record[due.name]} field={due} record={record} />
          ) : null}
          <span className="grow" />
          {isBlank(owner) ? null : <Avatar name={asText(owner)} size={22} />}
        </span>
      </Link>
    </li>
  )
})

export function ListCards({
  meta,
  columns,
  blocks,
  onSight,
}: {
  meta: ObjectMeta
  columns: readonly Field[]
  blocks: Blocks
  onSight: (first: number, last: number) => void
}) {
  const { language } = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const total = blocks.total ?? 0
  const sight = useWindow(box, total, cardHeight, 0)
  useEffect(() => onSight(sight.first, sight.last), [onSight, sight.first, sight.last])
  const cards: React.ReactNode[] = []
  for (let index = sight.first; index <= sight.last; index++) {
    cards.push(
      <Card
        key={index}
        meta={meta}
        record={blocks.rowAt(index)}
        columns={columns}
        top={sight.topOf(index)}
      />,
    )
  }
  return (
    <div
      className="list-cards"
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={labelText(meta.label, language)}
    >
      <ul style={{ height: sight.height }}>{cards}</ul>
    </div>
  )
}
