// Answers of the calls about records, work and figures, as docs/developer/api.md gives them.
import type { Label, Reference, RecordRow } from './types'

export interface ListAnswer {
  records: RecordRow[]
  next: string | null
  count?: number
  approximate?: boolean
}

export interface ListRequest {
  where?: string
  sort?: string
  fields?: readonly string[]
  limit?: number
  after?: string
  at?: number
  count?: 'quick' | 'exact'
  as_of?: string
  bin?: boolean
  can?: boolean
}

export interface Change {
  field: string
  label: string | Label
  old: unknown
  new: unknown
  old_text?: string
  new_text?: string
}

export interface HistoryVersion {
  version: number
  at: string
  until: string | null
  recorded_at: string | null
  actor: Reference | null
  kind: string
  cause: string | null
  changes: Change[]
}

export interface TimelineItem {
  kind: 'activity' | 'event'
  at: string
  actor: Reference | null
  text: string
  object: string
  record: Reference | null
  changes: Change[]
  event?: string // created, updated, opportunity.won
  cause?: string // "verb advance": what changed several fields at once
  about?: Record<string, unknown> // the activity's own fields: method, place, length of a call
}

export interface RelatedGroup {
  object: string
  field: string
  label: string | Label
  count: number
  records: RecordRow[]
}
export interface Duplicate {
  id: string | null
  kind: string
  title: string | null
  owner: string
}
export interface SearchHit {
  object: string
  id: string
  title: string
  subtitle: string
}

export interface Job {
  id: string
  kind: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  result: Record<string, unknown> | null
  error: string | null
  undo: boolean
}

export type MetricUnit = 'money' | 'count' | 'percent' | 'days'

export interface MetricMeta {
  name: string
  label: Label
  unit: MetricUnit
  definition: Label
  group_by: string[]
  date?: string
}

// What a list with this filter shows is what was counted; `sum` is the field that adds up to it.
export interface FigureRecords {
  object: string
  where: string
  date_field?: string
  sum?: string
  as_of?: string | null
  count: number
  exact?: boolean
}

export interface MetricAnswer {
  name: string
  label: Label
  unit: MetricUnit
  definition: Label
  from: string
  to: string
  as_of?: string
  value: string | null
  numerator?: string
  denominator?: string
  target?: string | null
  previous?: { from: string; to: string; value: string | null }
  rows?: { key: Reference | string; value: string | null }[]
  records?: FigureRecords & { more?: FigureRecords[] }
  changed_since_yesterday?: {
    value_yesterday: string | null
    rows: {
      object: string
      id: string
      title: string
      date: string
      amount: string | null
      count: number
      why: string
    }[]
  }
}

export interface MetricParams {
  from?: string
  to?: string
  group?: string
  owner?: string
  dept?: string
  as_of?: string
}

export interface AggregateRequest {
  object: string
  where?: string
  group?: readonly string[]
  measures: readonly { fn: string; field?: string }[]
  sort?: string
  limit?: number
  as_of?: string
}

export interface AggregateAnswer {
  rows: Record<string, unknown>[]
}

export interface BatchOp {
  op: string
  object: string
  id?: string
  verb?: string
  version?: number
  body?: Record<string, unknown>
}
