// The demo company in and out: how it stands, and the jobs that load and remove it.
import { useQuery } from '@tanstack/react-query'
import { call } from './client'
import type { Job } from './types'

export interface Demo {
  state: 'none' | 'half' | 'whole' | 'leaving' | 'own'
  since: number // records people wrote since it came in
  backup: 'by_program' | 'by_server'
  job: Job | null
}

export const useDemo = (enabled: boolean) =>
  useQuery({
    queryKey: ['page', 'demo'],
    queryFn: () => call<Demo>('GET', '/company/demo'),
    enabled,
  })

export const loadDemo = (password: string) =>
  call<{ job: Job }>('POST', '/company/demo', { body: { password } })

export const removeDemo = (since: number, backedUp: boolean) =>
  call<{ job: Job }>('POST', '/company/demo/remove', {
    body: { since, ...(backedUp ? { backed_up: true } : {}) },
  })
