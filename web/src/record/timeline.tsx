// What happened with a record, by day, newest first; the composer on top.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimeline } from '../api/queries'
import { withoutEchoes } from '../api/timeline_items'
import type { Change, ObjectMeta, RecordRow, TimelineItem } from '../api/types'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { ErrorState, SkeletonLines } from '../ui/states'
import { Composer } from './composer'
import { Moment } from './moment'

// Moments and sums that the program keeps by itself are no news.
function isNews(meta: ObjectMeta, change: Change): boolean {
  const field = meta.fields.find((one) => one.name === change.field)
  if (!field?.read_only || field.name === meta.state_field) return true
  return !['datetime', 'date', 'rollup', 'formula', 'autonumber'].includes(field.type)
}

export function Timeline({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(
    meta.object,
    record.id,
  )
  const items = useMemo(
    () =>
      withoutEchoes(data?.pages.flatMap((page) => page.items) ?? [], (change) =>
        isNews(meta, change),
      ),
    [data, meta],
  )
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
              <Moment key={`${item.at}${index}`} item={item} meta={meta} />
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
