// Comments and followers of a record, and what a person should know.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from './client'
import type { Reference, SearchHit } from './types'

export interface Comment {
  id: string
  at: string
  author: Reference | null
  text: string
  can: { remove: boolean }
}

export interface Discussion {
  comments: Comment[]
  followers: (Reference | null)[]
  following: boolean
}

export interface Notice {
  id: string
  kind: 'assigned' | 'assigned_many' | 'mentioned' | 'commented'
  at: string
  actor: Reference | null
  object: string
  record: Reference | null
  text: string
  read: boolean
  count?: number // records handed over by one act; `record` is the first
}

export interface NoticesAnswer {
  notices: Notice[]
  unread: number
}

const record = (object: string, id: string) => `/records/${object}/${id}`

export const talk = {
  read: (object: string, id: string) => call<Discussion>('GET', `${record(object, id)}/comments`),
  say: (object: string, id: string, text: string, mentions: string[], key: string) =>
    call<Comment>('POST', `${record(object, id)}/comments`, { body: { text, mentions }, key }),
  remove: (object: string, id: string, comment: string) =>
    call<void>('DELETE', `${record(object, id)}/comments/${comment}`),
  follow: (object: string, id: string, follow: boolean) =>
    call<{ following: boolean }>('POST', `${record(object, id)}/follow`, { body: { follow } }),
  notices: (unread: boolean) =>
    call<NoticesAnswer>('GET', '/notices', { query: { unread, limit: 100 } }),
  seen: (ids: string[]) =>
    call<{ unread: number }>('POST', '/notices/read', { body: ids.length > 0 ? { ids } : {} }),
  later: (id: string, until: string) =>
    call<void>('POST', `/notices/${id}/later`, { body: { until } }),
  people: (q: string, signal?: AbortSignal) =>
    call<{ hits: SearchHit[] }>('GET', '/search', {
      query: { q, object: 'user', limit: 6 },
      ...(signal ? { signal } : {}),
    }),
}

export const useDiscussion = (object: string, id: string, enabled = true) =>
  useQuery({
    queryKey: ['talk', object, id],
    queryFn: () => talk.read(object, id),
    enabled,
    retry: false,
  })

export const useNotices = (enabled = true) =>
  useQuery({
    queryKey: ['notices'],
    queryFn: () => talk.notices(false),
    enabled,
    retry: false,
    staleTime: 10_000,
    refetchInterval: 120_000,
  })

export function useNoticeActs() {
  const client = useQueryClient()
  const fresh = () => void client.invalidateQueries({ queryKey: ['notices'] })
  return {
    seen: (ids: string[]) => {
      client.setQueryData<NoticesAnswer>(['notices'], (old) =>
        old
          ? {
              notices: old.notices.map((one) =>
                ids.length === 0 || ids.includes(one.id) ? { ...one, read: true } : one,
              ),
              unread: ids.length === 0 ? 0 : Math.max(0, old.unread - ids.length),
            }
          : old,
      )
      void talk.seen(ids).then(fresh, fresh)
    },
    later: (id: string, until: string) => void talk.later(id, until).then(fresh, fresh),
  }
}
