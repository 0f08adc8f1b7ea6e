// The calls of the API by name; each returns the server's answer or throws ApiError.
import { apiRoot, call, toQuery } from './client'
import { toMoment } from './timeline_items'
import type {
  AggregateAnswer,
  AggregateRequest,
  Attachment,
  BatchOp,
  Duplicate,
  HistoryVersion,
  Job,
  ListAnswer,
  ListRequest,
  MetricAnswer,
  MetricMeta,
  MetricParams,
  ObjectMeta,
  RecordRow,
  RelatedGroup,
  SchemaAnswer,
  SearchHit,
  Session,
  TimelineItem,
} from './types'

const one = (object: string, id: string): string =>
  `/records/${encodeURIComponent(object)}/${encodeURIComponent(id)}`
const many = (object: string): string => `/records/${encodeURIComponent(object)}`

export type Fields = Record<string, unknown>
export type Selection = { ids: string[] } | { where: string }

export const api = {
  session: () => call<Session>('GET', '/session'),
  login: (login: string, password: string) =>
    call<Session & { token: string }>('POST', '/session', { body: { login, password } }),
  logout: () => call<void>('DELETE', '/session'),
  saveSettings: (settings: Fields) => call<void>('PATCH', '/session/settings', { body: settings }),
  changePassword: (old: string, next: string) =>
    call<void>('POST', '/session/password', { body: { old, new: next } }),

  schema: () => call<SchemaAnswer>('GET', '/schema'),
  patchSchema: (object: string, part: Fields) =>
    call<ObjectMeta>('PATCH', `/schema/${object}`, { body: part }),
  checkExpression: (object: string, expression: string) =>
    call<{ type: string }>('POST', '/schema/check', { body: { object, expression, as: 'filter' } }),

  list: (object: string, request: ListRequest, signal?: AbortSignal) =>
    call<ListAnswer>('GET', many(object), {
      query: { ...request, fields: request.fields?.join(',') },
      ...(signal ? { signal } : {}),
    }),
  aggregate: (request: AggregateRequest, signal?: AbortSignal) =>
    call<AggregateAnswer>('POST', '/query', { body: request, ...(signal ? { signal } : {}) }),
  get: (object: string, id: string, asOf?: string) =>
    call<RecordRow>('GET', one(object, id), { query: { as_of: asOf } }),
  create: (object: string, fields: Fields, key?: string) =>
    call<RecordRow>('POST', many(object), { body: fields, ...(key ? { key } : {}) }),
  update: (object: string, id: string, version: number, fields: Fields) =>
    call<RecordRow>('PATCH', one(object, id), { body: { ...fields, version } }),
  remove: (object: string, id: string, version: number) =>
    call<void>('DELETE', one(object, id), { query: { version } }),
  restore: (object: string, id: string) => call<RecordRow>('POST', `${one(object, id)}/restore`),
  verb: (object: string, id: string, verb: string, args: Fields, version: number) =>
    call<{ record: RecordRow; result: unknown }>('POST', `${one(object, id)}/verbs/${verb}`, {
      body: { ...args, version },
    }),
  bulkVerb: (object: string, verb: string, selection: Selection, args: Fields) =>
    call<{ job: Job | string }>('POST', `${many(object)}/verbs/${verb}`, {
      body: { ...selection, args },
    }),
  batch: (ops: BatchOp[]) => call<{ results: unknown[] }>('POST', '/batch', { body: ops }),

  history: (object: string, id: string) =>
    call<{ versions: HistoryVersion[] }>('GET', `${one(object, id)}/history`),
  timeline: (object: string, id: string, before?: string) =>
    call<{ items: TimelineItem[]; next: string | null }>('GET', `${one(object, id)}/timeline`, {
      query: { limit: 30, before },
    }).then((answer) => ({ ...answer, items: answer.items.map(toMoment) })),
  related: (object: string, id: string) =>
    call<{ relations: RelatedGroup[] }>('GET', `${one(object, id)}/related`),
  reveal: (object: string, id: string, field: string) =>
    call<{ value: string }>('POST', `${one(object, id)}/reveal`, { body: { field } }),
  duplicates: (object: string, fields: Fields, signal?: AbortSignal) =>
    call<{ duplicates: Duplicate[] }>('POST', `/duplicates/${object}`, {
      body: fields,
      ...(signal ? { signal } : {}),
    }),

  search: (q: string, signal?: AbortSignal) =>
    call<{ hits: SearchHit[] }>('GET', '/search', {
      query: { q, limit: 20 },
      ...(signal ? { signal } : {}),
    }),
  metrics: () => call<{ metrics: MetricMeta[] }>('GET', '/metrics'),
  metric: (name: string, params: MetricParams) =>
    call<MetricAnswer>('GET', `/metrics/${name}`, { query: { ...params } }),

  job: (id: string) => call<Job>('GET', `/jobs/${id}`),
  cancelJob: (id: string) => call<void>('POST', `/jobs/${id}/cancel`),
  undoJob: (id: string) => call<{ job: Job | string }>('POST', `/jobs/${id}/undo`),

  upload: (file: File) => {
    const form = new FormData()
    form.append('file', file)
    return call<Attachment>('POST', '/files', { body: form })
  },
  fileUrl: (id: string) => `${apiRoot}/files/${encodeURIComponent(id)}`,
  exportUrl: (object: string, format: 'csv' | 'xlsx', request: ListRequest) =>
    `${apiRoot}/exports/${object}.${format}${toQuery({
      where: request.where,
      sort: request.sort,
      fields: request.fields?.join(','),
      labels: 1,
    })}`,
}

export type { ListRequest }
