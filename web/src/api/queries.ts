// Query hooks. Keys: ['list', object, ...], ['record', object, id], ['timeline', ...]: whatever
// starts with the object's name is what a change of one of its records touches.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'
import { api, type Fields } from './calls'
import type {
  AggregateRequest,
  ListAnswer,
  ListRequest,
  MetricParams,
  RecordRow,
  Session,
} from './types'

export const sessionQuery = {
  queryKey: ['session'] as const,
  queryFn: () => api.session(),
  staleTime: Infinity,
  retry: false,
}

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}

export const listKey = (object: string, request: ListRequest) => ['list', object, request] as const
export const recordKey = (object: string, id: string) => ['record', object, id] as const

export function useList(object: string, request: ListRequest, enabled = true) {
  return useQuery({
    queryKey: listKey(object, request),
    queryFn: ({ signal }) => api.list(object, request, signal),
    enabled,
    placeholderData: keepPreviousData,
  })
}

export function useRecord(object: string, id: string, enabled = true) {
  return useQuery({
    queryKey: recordKey(object, id),
    queryFn: () => api.get(object, id),
    enabled: enabled && id !== '',
  })
}

export function useAggregate(request: AggregateRequest, enabled = true) {
  return useQuery({
    queryKey: ['list', request.object, 'aggregate', request],
    queryFn: ({ signal }) => api.aggregate(request, signal),
    enabled,
    placeholderData: keepPreviousData,
  })
}

export function useMetric(name: string, params: MetricParams, enabled = true) {
  return useQuery({
    queryKey: ['metric', name, params],
    queryFn: () => api.metric(name, params),
    enabled,
    placeholderData: keepPreviousData,
  })
}

export function useTimeline(object: string, id: string) {
  return useInfiniteQuery({
    queryKey: ['timeline', object, id],
    queryFn: ({ pageParam }) => api.timeline(object, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export const useHistory = (object: string, id: string) =>
  useQuery({ queryKey: ['history', object, id], queryFn: () => api.history(object, id) })

export const useRelated = (object: string, id: string) =>
  useQuery({ queryKey: ['related', object, id], queryFn: () => api.related(object, id) })

export const useSearch = (q: string) =>
  useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.search(q, signal),
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
  })

export const useJob = (id: string | null) =>
  useQuery({
    queryKey: ['job', id],
    queryFn: () => api.job(id ?? ''),
    enabled: id !== null,
    refetchInterval: (query) => {
      const state = query.state.data?.state
      return state === 'queued' || state === 'running' || state === undefined ? 1000 : false
    },
  })

// Puts a record into every cached answer that holds it.
export function patchCached(
  client: QueryClient,
  object: string,
  id: string,
  change: (record: RecordRow) => RecordRow,
): void {
  client.setQueriesData<ListAnswer>({ queryKey: ['list', object] }, (answer) => {
    if (!answer || !Array.isArray(answer.records)) return answer
    if (!answer.records.some((record) => record.id === id)) return answer
    return { ...answer, records: answer.records.map((r) => (r.id === id ? change(r) : r)) }
  })
  client.setQueryData<RecordRow>(recordKey(object, id), (record) =>
    record ? change(record) : record,
  )
}

// What a change of one record makes doubtful elsewhere.
export function touch(client: QueryClient, object: string, id?: string): void {
  touchMany(client, [{ object, id }])
}

const ofRecords = new Set(['timeline', 'history', 'related', 'record', 'talk'])

// Many changes are one pass over what is kept and at most one refetch of each answer.
export function touchMany(
  client: QueryClient,
  changes: readonly { object: string; id?: string | undefined }[],
): void {
  const objects = new Set(changes.map((one) => one.object))
  const records = new Set(changes.map((one) => `${one.object}/${one.id}`))
  void client.invalidateQueries({
    predicate: ({ queryKey: [kind, object, id] }) =>
      kind === 'related' ||
      kind === 'metric' ||
      kind === 'page' || // the hand-made pages' own calls
      (kind === 'list' && objects.has(String(object))) ||
      (ofRecords.has(String(kind)) && records.has(`${object}/${id}`)),
  })
}

interface UpdateInput {
  record: RecordRow
  fields: Fields
}
type Snapshot = [readonly unknown[], unknown][]

// Shows the change at once; puts the old answers back when the server refuses.
export function useUpdate(object: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ record, fields }: UpdateInput) =>
      api.update(object, record.id, record.version, toWire(fields)),
    onMutate: async ({ record, fields }: UpdateInput): Promise<Snapshot> => {
      await client.cancelQueries({ queryKey: ['list', object] })
      const snapshot: Snapshot = [
        ...client.getQueriesData({ queryKey: ['list', object] }),
        ...client.getQueriesData({ queryKey: recordKey(object, record.id) }),
      ]
      patchCached(client, object, record.id, (old) => ({ ...old, ...fields }))
      return snapshot
    },
    onError: (_error, _input, snapshot) => {
      for (const [key, data] of snapshot ?? []) client.setQueryData(key, data)
    },
    onSuccess: (saved) => {
      patchCached(client, object, saved.id, (old) => mergeSaved(old, saved))
      for (const kind of ['timeline', 'history']) {
        void client.invalidateQueries({ queryKey: [kind, object, saved.id] })
      }
      void client.invalidateQueries({ queryKey: ['metric'] })
      void client.invalidateQueries({ queryKey: ['page'] })
    },
  })
}

// A list row keeps the columns it was asked for (paths such as account.name among them).
export function mergeSaved(old: RecordRow, saved: RecordRow): RecordRow {
  return { ...old, ...saved, ...(old.can && !saved.can ? { can: old.can } : {}) }
}

// References go out as their ids.
export function toWire(fields: Fields): Fields {
  const out: Fields = {}
  for (const [name, value] of Object.entries(fields)) out[name] = wireValue(value)
  return out
}

function wireValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wireItem)
  return wireItem(value)
}

function wireItem(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entry = value as Record<string, unknown>
  if ('id' in entry && 'name' in entry && Object.keys(entry).length <= 2) return entry.id
  if ('id' in entry && 'size' in entry) return entry.id
  if ('version' in entry || '_key' in entry) {
    const { version: _version, _key, can: _can, ...rest } = entry
    return toWire(rest)
  }
  return value
}
