// What happened with a record, by day, newest first; the composer on top.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTimeline } from '../api/queries'
import type { ObjectMeta, RecordRow, TimelineItem } from '../api/types'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { ErrorState, SkeletonLines } from '../ui/states'
import { Composer } from './composer'
import { ChangeList } from './history_tab'

function Item({ item, meta }: { item: TimelineItem; meta: ObjectMeta }) {
  const { t } = useTranslation()
  const format = useFormat()
  const event = item.kind === 'event'
  const elsewhere = item.record && item.object !== meta.object
  return (
    <li className="moment">
      <span className="moment-icon" data-kind={item.kind}>
        <Icon name={event ? 'pencil' : 'message-square'} size={14} />
      </span>
      <div className="grow">
        <div className="row">
          <strong>{item.actor?.name ?? t('web.system')}</strong>
          {event && item.text === '' ? (
            <span className="muted">{t('web.timeline.changed')}</span>
          ) : null}
          {elsewhere && item.record ? (
            <Link
              to="/o/$object/$id"
              params={{ object: item.object, id: item.record.id }}
              className="ellipsis"
            >
              {item.record.name}
            </Link>
          ) : null}
          <span className="grow" />
          <time className="muted" dateTime={item.at} title={format.dateTime(item.at)}>
            {format.time(item.at)}
          </time>
        </div>
        {item.text ? <p className="prose">{item.text}</p> : null}
        {item.changes.length > 0 ? <ChangeList changes={item.changes} /> : null}
      </div>
    </li>
  )
}

export function Timeline({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(
    meta.object,
    record.id,
  )
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) {
    const day = format.dayOf(item.at)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return (
    <div className="timeline">
      <Composer meta={meta} record={record} />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={5} /> : null}
      {data && items.length === 0 ? <p className="muted">{t('web.timeline.empty')}</p> : null}
      {[...days.entries()].map(([day, list]) => (
        <section key={day}>
          <h2>{day === format.today ? t('web.date.today') : format.heading(day)}</h2>
          <ol>
            {list.map((item, index) => (
              <Item key={`${item.at}${index}`} item={item} meta={meta} />
            ))}
          </ol>
        </section>
      ))}
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('web.timeline.more')}
        </Button>
      ) : null}
    </div>
  )
}
