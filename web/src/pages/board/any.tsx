// A board of any object by one of its choices: cards move by drag or by their menu where the
// field may be written; where only acts change it, the card opens its record.
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { useAggregate, useUpdate } from '../../api/queries'
import { ApiError } from '../../api/client'
import { labelText } from '../../api/schema'
import type { Field, ObjectMeta, Option, RecordRow } from '../../api/types'
import { FieldCell } from '../../fields/field_view'
import { asText, isBlank } from '../../fields/kit'
import type { ListKindProps } from '../../record/extend'
import { isCellEditable } from '../../record/grid_edit'
import { columnFields } from '../../record/list_fields'
import { Avatar } from '../../ui/bits'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { MenuButton } from '../../ui/menu'
import { Skeleton } from '../../ui/states'
import { toast } from '../../ui/toast'
import { joinWhere } from './use_columns'
import './board.css'

const blockSize = 30

type Move = (record: RecordRow, key: string) => void

export default function AnyBoard({ meta, where, sort, groupBy, onGroupBy }: ListKindProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const fields = columnFields(meta)
  const field = fields.find((one) => one.name === groupBy) ?? fields[0]
  const money = meta.fields.find(
    (one) => one.type === 'money' && one.stored !== false && !one.hidden && one.right !== 'masked',
  )
  const sums = useAggregate({
    object: meta.object,
    where,
    group: [field?.name ?? ''],
    measures: [{ fn: 'count' }, ...(money ? [{ fn: 'sum', field: money.name }] : [])],
  }).data
  const { mutate } = useUpdate(meta.object)
  if (!field) return null
  const movable = isCellEditable(meta, field)
  const move: Move = (record, key) => {
    if (asText(record[field.name]) === key) return
    const before = record[field.name]
    mutate(
      { record, fields: { [field.name]: key } },
      {
        onSuccess: (saved) =>
          toast(t('web.saved'), {
            undo: () => mutate({ record: saved, fields: { [field.name]: before } }),
          }),
        onError: (error) =>
          toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' }),
      },
    )
  }
  const sumName = `sum_${money?.name}`
  const hasSums = sums?.rows.some((row) => Number(asText(row[sumName])) !== 0) ?? false
  const options = (field.settings?.options ?? []).filter((option) => !option.hidden)
  return (
    <div className="board-page">
      <div className="board-sums">
        <label className="board-by">
          {t('web.board.by')}
          <select
            className="input"
            value={field.name}
            onChange={(event) => onGroupBy(event.target.value)}
          >
            {fields.map((one) => (
              <option key={one.name} value={one.name}>
                {labelText(one.label, language)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="board" role="region" aria-label={t('web.board')} tabIndex={0}>
        {options.map((option) => {
          const sum = sums?.rows.find((row) => row[field.name] === option.key)
          return (
            <Column
              key={option.key}
              {...{ meta, field, option, options, where, sort, money }}
              count={Number(asText(sum?.count) || 0)}
              sum={hasSums ? asText(sum?.[sumName]) || '0' : ''}
              move={movable ? move : undefined}
            />
          )
        })}
      </div>
    </div>
  )
}

interface ColumnProps {
  meta: ObjectMeta
  field: Field
  option: Option
  options: readonly Option[]
  where: string
  sort: string
  money: Field | undefined
  count: number
  sum: string
  move: Move | undefined
}

function cardFields(meta: ObjectMeta, field: Field, money: Field | undefined): string[] {
  const views = meta.views?.[0]?.columns ?? []
  const known = (name: string) => meta.fields.some((one) => one.name === name && !one.hidden)
  return [
    ...new Set([meta.title_field, field.name, money?.name ?? '', 'owner', 'number', ...views]),
  ].filter(known)
}

function Column(props: ColumnProps) {
  const { meta, field, option, where, sort, money, count, sum, move } = props
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const request = {
    where: joinWhere(where, `${field.name} == ${JSON.stringify(option.key)}`),
    sort,
    fields: cardFields(meta, field, money),
    limit: blockSize,
  }
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['list', meta.object, 'cards', request],
    queryFn: ({ pageParam, signal }) =>
      api.list(meta.object, { ...request, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  useEffect(() => {
    const element = box.current
    if (!element || !move) return undefined
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === meta.object,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        move(source.data.record as RecordRow, option.key)
      },
    })
  }, [move, meta.object, option.key])
  const label = labelText(option.label, format.language)
  const cards = data?.pages.flatMap((page) => page.records) ?? []
  return (
    <section
      className="board-column"
      aria-label={t('web.board.column', { stage: label, count })}
      style={{ '--stage': option.color ?? '#7C8AA5' } as React.CSSProperties}
    >
      <header className="board-head">
        <h2 className="ellipsis">{label}</h2>
        <span className="muted">{format.number(count)}</span>
        <span className="grow" />
        {sum !== '' ? <strong title={t('web.board.sum')}>{format.moneyShort(sum)}</strong> : null}
      </header>
      <div
        ref={box}
        className="board-cards"
        data-over={over}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        {data === undefined ? <Skeleton height={80} /> : null}
        {data && cards.length === 0 ? (
          <p className="muted board-none">{t('web.board.empty')}</p>
        ) : null}
        <ul>
          {cards.map((card) => (
            <li key={card.id}>
              <Card {...props} record={card} />
            </li>
          ))}
        </ul>
        {hasNextPage ? (
          <Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('web.list.more')}
          </Button>
        ) : null}
      </div>
    </section>
  )
}

const Card = memo(function Card({
  meta,
  field,
  options,
  option,
  money,
  move,
  record,
}: ColumnProps & { record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!element.current || !move || matchMedia('(pointer: coarse)').matches) return undefined
    return draggable({
      element: element.current,
      getInitialData: () => ({ kind: meta.object, record }),
    })
  }, [record, move, meta.object])
  const title = asText(record[meta.title_field]) || t('web.unnamed')
  const shown = (meta.views?.[0]?.columns ?? [])
    .flatMap((name) => meta.fields.find((one) => one.name === name) ?? [])
    .filter(
      (one) =>
        ![meta.title_field, field.name, 'owner', money?.name].includes(one.name) &&
        !isBlank(record[one.name]) &&
        one.type !== 'long_text',
    )
    .slice(0, 2)
  return (
    <article ref={element} className="board-card board-any" data-still={!move}>
      <Link
        to="/o/$object/$id"
        params={{ object: meta.object, id: record.id }}
        className="board-title ellipsis"
        draggable={false}
      >
        {title}
      </Link>
      {shown.map((one) => (
        <span key={one.name} className="board-account ellipsis">
          <FieldCell value={record[one.name]} field={one} record={record} />
        </span>
      ))}
      <span className="row board-foot">
        {money && !isBlank(record[money.name]) ? (
          <strong>{format.moneyShort(asText(record[money.name]))}</strong>
        ) : null}
        <span className="grow" />
        {isBlank(record.owner) ? null : (
          <span title={asText(record.owner)}>
            <Avatar name={asText(record.owner)} size={22} />
            <span className="sr-only">{asText(record.owner)}</span>
          </span>
        )}
      </span>
      {move ? (
        <MenuButton
          rows={[
            { key: 'title', title: t('web.board.move_to') },
            ...options.map((one) => ({
              key: one.key,
              label: labelText(one.label, format.language),
              disabled: one.key === option.key,
              onSelect: () => move(record, one.key),
            })),
          ]}
          label={t('web.board.move', { name: title })}
          align="end"
          iconOnly
          className="btn btn-ghost btn-small btn-icon board-menu"
        >
          <Icon name="ellipsis" size={14} />
        </MenuButton>
      ) : null}
    </article>
  )
})
