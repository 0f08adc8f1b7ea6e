// The calls of the hand-made pages and their answers (docs/developer/api.md, Work pages).
import { useQuery } from '@tanstack/react-query'
import { apiRoot, call } from './client'
import type { MetricUnit } from './answers'
import type { Reference } from './types'

export type Period = 'week' | 'month' | 'quarter' | 'year'

export interface KpiAnswer {
  metric: string
  label?: string
  unit?: MetricUnit
  value: string | null
  target: string | null
  previous: string | null
  pace: string | null // share of the period's working days that have passed
  trend: (string | null)[]
}

export interface FunnelStage {
  stage: string
  code?: string
  label: string
  color: string
  entered: number
  advanced: number
  open: number
  conversion: string | null
}

export interface TrendMonth {
  month: string
  signed: string | null
  collected: string | null
  target: string | null
}

export interface Leader {
  user: Reference
  dept: string
  value: string
  target: string | null
  attainment: string | null
}

export interface TodayItem {
  kind: string
  object: string
  id: string
  title: string
  subtitle: string
  at: string
  overdue_days: number
}

export interface Risk {
  kind: string
  label?: string
  count: number
  amount: string | null
  object: string
  where: string
}

export interface WorkbenchAnswer {
  period: { from: string; to: string; label: string }
  view?: 'company' | 'department' | 'person'
  kpis: KpiAnswer[]
  funnel: FunnelStage[]
  trend: TrendMonth[]
  leaders: Leader[]
  today: TodayItem[]
  risks: Risk[]
}

export interface Bucket {
  bucket: string
  label?: string
  from_days: number | null
  to_days: number | null
  amount: string
  count: number
}

export interface OpenInstalment {
  id: string
  number?: string
  contract: Reference
  due: string | null
  amount: string
  remaining: string
}

export interface Debtor {
  account: Reference
  uncollected: string
  overdue: string
  oldest_days: number
  instalments: OpenInstalment[]
}

export interface CollectionsAnswer {
  uncollected: string | null
  receivable: string | null
  overdue: string | null
  overdue_share: string | null
  unallocated: string | null
  ageing: Bucket[]
  accounts: Debtor[]
}

export interface Proposal {
  instalment: Reference
  contract: Reference
  amount: string
}

export interface OpenReceipt {
  id: string
  version: number
  number: string | null
  date: string
  payer: string | null
  method: string | null
  account: Reference | null
  contract: Reference | null
  amount: string
  rest: string
  owner: Reference | null
  proposals: Proposal[]
}

// Keys begin with "page": a change of any record makes them stale (api/queries.ts, touch).
export const useWorkbench = (period: Period) =>
  useQuery({
    queryKey: ['page', 'workbench', period],
    queryFn: () => call<WorkbenchAnswer>('GET', '/workbench', { query: { period } }),
    placeholderData: (old) => old,
  })

export const useCollections = () =>
  useQuery({
    queryKey: ['page', 'collections'],
    queryFn: () => call<CollectionsAnswer>('GET', '/collections'),
  })

export const useUnallocated = (enabled = true) =>
  useQuery({
    queryKey: ['page', 'unallocated'],
    queryFn: () => call<{ receipts: OpenReceipt[] }>('GET', '/collections/unallocated'),
    enabled,
  })

export const setPassword = (user: string, password: string) =>
  call<void>('POST', `/users/${encodeURIComponent(user)}/password`, { body: { password } })

export const printUrl = (object: string, id: string) =>
  `${apiRoot}/print/${object}/${id}?kind=${object}`
export const pdfUrl = (object: string, id: string) => `${apiRoot}/print/${object}/${id}/pdf`
