// Moments of a timeline as the pages show them: an activity speaks by its own content.
import type { RecordRow, Reference, TimelineItem } from './types'

type Wire = Partial<TimelineItem> & Pick<TimelineItem, 'kind' | 'at' | 'object'>

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const referenceOf = (value: unknown): Reference | null =>
  typeof value === 'object' && value !== null && 'name' in value ? (value as Reference) : null

export function toMoment(item: Wire): TimelineItem {
  const record = (item.record ?? null) as RecordRow | Reference | null
  const fields: Record<string, unknown> = record ? { ...record } : {}
  const subject = textOf(fields.subject)
  const content = textOf(fields.content)
  return {
    kind: item.kind,
    at: item.at,
    object: item.object,
    actor: item.actor ?? referenceOf(fields.owner) ?? referenceOf(fields.created_by),
    text: item.text ?? (content === subject ? '' : content), // the link names the subject already
    record: record ? { id: record.id, name: textOf(fields.name) || subject } : null,
    changes: item.event === 'created' ? [] : (item.changes ?? []), // all of it is new
    ...(item.event ? { event: item.event } : {}),
    ...(item.cause ? { cause: item.cause } : {}),
    ...(item.kind === 'activity' ? { about: item.about ?? fields } : {}),
  }
}

// What a follow-up itself set (the last and the next contact) is told by the follow-up, and
// moments kept by the program are no news: only what a person changed stays.
export function withoutEchoes(
  items: readonly TimelineItem[],
  isNews: (change: TimelineItem['changes'][number]) => boolean,
): TimelineItem[] {
  const told = new Set(
    items.filter((item) => item.kind === 'activity').map((item) => `${item.at}${item.actor?.id}`),
  )
  return items.flatMap((item) => {
    if (item.kind !== 'event') return [item]
    if (item.event === 'commented') return [] // the comment itself is there
    if (!item.cause && told.has(`${item.at}${item.actor?.id}`)) return []
    const changes = item.changes.filter(isNews)
    return item.changes.length > 0 && changes.length === 0 ? [] : [{ ...item, changes }]
  })
}
