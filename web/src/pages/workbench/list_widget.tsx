// A short list on the workbench: the first few records of a filter, and how many there are.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api/queries'
import { useObject } from '../../api/schema'
import type { RecordRow } from '../../api/types'
import { asText, isBlank } from '../../fields/kit'
import { Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states'

export interface ListSource {
  object: string
  where: string
  sort: string
  title?: string // field; the object's own when left out
  sub: string
  money?: string
  day?: string
}

const shown = 8

export const lists: Record<string, ListSource> = {
  leads: {
    object: 'lead',
    where: 'owner in my.team and state == "new"',
    sort: '-created_at',
    sub: 'contact_name',
    day: 'created_at',
  },
  closing: {
    object: 'opportunity',
    where: 'owner == me and state == "open" and expected_close <= today() + 30',
    sort: 'expected_close',
    sub: 'account',
    money: 'amount',
    day: 'expected_close',
  },
  stuck: {
    object: 'opportunity',
    where: 'owner in my.team and state == "open" and stuck',
    sort: '-amount',
    sub: 'account',
    money: 'amount',
  },
  overdue: {
    object: 'instalment',
    where: 'overdue',
    sort: 'due_date',
    title: 'account',
    sub: 'contract',
    money: 'remaining',
    day: 'due_date',
  },
  due: {
    object: 'instalment',
    where: 'state in ["due","partial"] and due_date between today() and today() + 30',
    sort: 'due_date',
    title: 'account',
    sub: 'contract',
    money: 'remaining',
    day: 'due_date',
  },
  unallocated: {
    object: 'receipt',
    where: 'state == "confirmed" and unallocated > 0',
    sort: 'date',
    sub: 'account',
    money: 'unallocated',
    day: 'date',
  },
  invoices: {
    object: 'invoice',
    where: 'state in ["approved", "approving"]',
    sort: '-created_at',
    sub: 'account',
    money: 'amount',
  },
}

export function ListWidget({ name, source }: { name: string; source: ListSource }) {
  const { t } = useTranslation()
  const meta = useObject(source.object)
  const { data, error, refetch } = useList(
    source.object,
    { where: source.where, sort: source.sort, limit: shown, count: 'quick' },
    meta !== undefined,
  )
  if (!meta) return null
  return (
    <Card
      title={
        <>
          {t(`web.widget.${name}`)} <span className="count">{data?.count ?? ''}</span>
        </>
      }
      actions={
        <Link to="/o/$object" params={{ object: source.object }} search={{ where: source.where }}>
          {t('web.widget.all')}
        </Link>
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={4} /> : null}
      {data?.records.length === 0 ? (
        <EmptyState icon="circle-check" title={t('web.widget.none')} />
      ) : null}
      <ul className="today">
        {data?.records.map((record) => (
          <Row key={record.id} source={source} record={record} title={meta.title_field} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ source, record, title }: { source: ListSource; record: RecordRow; title: string }) {
  const format = useFormat()
  const day = source.day && !isBlank(record[source.day]) ? asText(record[source.day]) : ''
  const past = source.day === 'created_at' || source.day === 'date'
  const due = day === '' ? null : format.due(day)
  return (
    <li>
      <Link
        to="/o/$object/$id"
        params={{ object: source.object, id: record.id }}
        className="today-row"
      >
        <span className="grow ellipsis">
          <span className="today-title">
            {asText(record[source.title ?? title]) || asText(record.number)}
          </span>
          <span className="today-sub">{asText(record[source.sub])}</span>
        </span>
        <span className="widget-end">
          {source.money ? <strong>{format.moneyShort(asText(record[source.money]))}</strong> : null}
          {day === '' ? null : past ? (
            <span className="muted">{format.relative(day)}</span>
          ) : (
            <span className={due?.late ? 'late' : 'muted'}>{due?.text}</span>
          )}
        </span>
      </Link>
    </li>
  )
}
