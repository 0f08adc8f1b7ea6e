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
    changes: item.changes ?? [],
  }
}
