// What happened with a record, by day, newest first; the composer on top.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDiscussion, type Comment } from '../api/discuss'
import { useTimeline } from '../api/queries'
import { withoutEchoes } from '../api/timeline_items'
import type { Change, ObjectMeta, RecordRow, TimelineItem } from '../api/types'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { ErrorState, SkeletonLines } from '../ui/states'
import { CommentMoment } from './comment'
import { Composer } from './composer'
import { Moment } from './moment'

// Moments and sums that the program keeps by itself are no news.
function isNews(meta: ObjectMeta, change: Change): boolean {
  const field = meta.fields.find((one) => one.name === change.field)
  if (!field?.read_only || field.name === meta.state_field) return true
  return !['datetime', 'date', 'rollup', 'formula', 'autonumber'].includes(field.type)
}

interface Entry {
  at: string
  item?: TimelineItem
  comment?: Comment
}

// Comments between the moments; those older than the last one loaded wait for its page.
function weave(
  items: readonly TimelineItem[],
  comments: readonly Comment[],
  more: boolean,
): Entry[] {
  const oldest = more ? (items.at(-1)?.at ?? '') : ''
  return [
    ...items.map((item) => ({ at: item.at, item })),
    ...comments.filter((one) => one.at >= oldest).map((comment) => ({ at: comment.at, comment })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
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
  const comments = useDiscussion(meta.object, record.id).data?.comments
  const entries = useMemo(
    () => weave(items, comments ?? [], hasNextPage),
    [items, comments, hasNextPage],
  )
  const days = new Map<string, Entry[]>()
  for (const entry of entries) {
    const day = format.dayOf(entry.at)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return (
    <div className="timeline">
      <Composer meta={meta} record={record} />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={5} /> : null}
      {data && entries.length === 0 ? <p className="muted">{t('web.timeline.empty')}</p> : null}
      {[...days.entries()].map(([day, list]) => (
        <section key={day}>
          <h2>{day === format.today ? t('web.date.today') : format.heading(day)}</h2>
          <ol>
            {list.map((entry, index) =>
              entry.comment ? (
                <CommentMoment
                  key={entry.comment.id}
                  comment={entry.comment}
                  meta={meta}
                  record={record}
                />
              ) : (
                <Moment key={`${entry.at}${index}`} item={entry.item!} meta={meta} />
              ),
            )}
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
