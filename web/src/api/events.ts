// The event stream: what others change becomes stale here. EventSource resumes by Last-Event-ID.
import type { QueryClient } from '@tanstack/react-query'
import { apiRoot } from './client'
import { touchMany } from './queries'
import type { Job } from './types'

interface ChangeEvent {
  object: string
  id: string
  version: number
  kind: string
  actor: string
}

const noticesMs = 5_000 // others' changes may be news for me; asked at most this often
const gatherMs = 400 // a bulk act sends thousands of changes: one refetch for all of them

export function listenToEvents(client: QueryClient, me: string): () => void {
  const source = new EventSource(`${apiRoot}/events`)
  let noticesAt = 0
  const pending = new Map<string, ChangeEvent>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const news = [...pending.values()].filter((change) => {
      const cached = client.getQueryData<{ version: number }>(['record', change.object, change.id])
      return !(cached && cached.version >= change.version && change.actor === me)
    })
    pending.clear()
    if (news.length > 0) touchMany(client, news)
    if (Date.now() - noticesAt > noticesMs) {
      noticesAt = Date.now()
      void client.invalidateQueries({ queryKey: ['notices'] })
    }
  }
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as ChangeEvent
    pending.set(`${change.object}/${change.id}`, change)
    timer ??= setTimeout(flush, gatherMs)
  })
  source.addEventListener('schema', () => void client.invalidateQueries({ queryKey: ['schema'] }))
  source.addEventListener('job', (event) => {
    const job = JSON.parse((event as MessageEvent<string>).data) as Job
    client.setQueryData(['job', job.id], job)
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
