// Views people save: their own, those of their team, role or company (docs/developer/api.md).
import { useQuery } from '@tanstack/react-query'
import { call } from './client'
import type { Reference } from './types'

export type Share = 'private' | 'team' | 'role' | 'company'

export interface ViewSettings {
  widths?: Record<string, number>
  pin?: number
  by?: string
  [other: string]: unknown
}

export interface SavedView {
  id: string
  object: string
  name: string
  kind: 'table' | 'board' | 'calendar'
  where: string
  sort: string
  columns: string[]
  group_by: string
  settings: ViewSettings
  share: Share
  with: Reference | null
  owner: Reference
  version: number
  can: { update: boolean; remove: boolean }
}

export type ViewInput = Partial<Omit<SavedView, 'id' | 'owner' | 'can' | 'with'>> & {
  with?: string
}

export interface ViewsAnswer {
  views: SavedView[]
  share: Share[]
}

export const viewCalls = {
  list: (object?: string) => call<ViewsAnswer>('GET', '/views', { query: { object } }),
  create: (view: ViewInput) => call<SavedView>('POST', '/views', { body: view }),
  change: (id: string, view: ViewInput) => call<SavedView>('PATCH', `/views/${id}`, { body: view }),
  remove: (id: string) => call<void>('DELETE', `/views/${id}`),
}

// All of them in one answer: the side bar and every list read the same.
export const useViews = (): ViewsAnswer | undefined =>
  useQuery({
    queryKey: ['views'],
    queryFn: () => viewCalls.list(),
    staleTime: 300_000,
    retry: false,
  }).data
