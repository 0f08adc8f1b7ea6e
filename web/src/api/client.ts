// One call to the server: cookie session, CSRF header, idempotency keys, problem+json.
// The transport is exchangeable: fetch in the browser, memory in api/fake.
export interface Issue {
  field: string
  code: string
  message: string
  hint?: string
}

export interface WireRequest {
  method: string
  path: string // below /api/v1, with the query
  headers: Record<string, string>
  body: string | FormData | undefined
  signal: AbortSignal | undefined
}
export interface WireAnswer {
  status: number
  body: unknown
  headers: (name: string) => string | null
}
export type Transport = (request: WireRequest) => Promise<WireAnswer>

export const apiRoot = '/api/v1'

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: readonly Issue[] = [],
    readonly hint: string | undefined = undefined,
    readonly trace: string | undefined = undefined,
    readonly field: string | undefined = undefined,
  ) {
    super(message)
    this.name = 'ApiError'
  }
  get isConflict(): boolean {
    return this.status === 409
  }
  get isOffline(): boolean {
    return this.status === 0
  }
}

interface State {
  transport: Transport
  csrf: string
  language: string
  onSignedOut: () => void
}

async function fetchTransport(request: WireRequest): Promise<WireAnswer> {
  const answer = await fetch(apiRoot + request.path, {
    method: request.method,
    headers: request.headers,
    credentials: 'same-origin',
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.signal ? { signal: request.signal } : {}),
  })
  const type = answer.headers.get('content-type') ?? ''
  const body: unknown = type.includes('json') ? await answer.json() : await answer.text()
  return { status: answer.status, body, headers: (name) => answer.headers.get(name) }
}

const state: State = {
  transport: fetchTransport,
  csrf: '',
  language: 'zh-CN',
  onSignedOut: () => undefined,
}

export function configureClient(changes: Partial<State>): void {
  Object.assign(state, changes)
}

interface Problem {
  title?: string
  code?: string
  detail?: string
  hint?: string
  field?: string
  issues?: Issue[]
  trace?: string
}

function toError(answer: WireAnswer): ApiError {
  const body = answer.body
  const problem: Problem = typeof body === 'object' && body !== null ? body : {}
  return new ApiError(
    answer.status,
    problem.code ?? `http_${answer.status}`,
    problem.detail ?? problem.title ?? `HTTP ${answer.status}`,
    problem.issues ?? [],
    problem.hint,
    problem.trace ?? answer.headers('x-request-id') ?? undefined,
    problem.field,
  )
}

export type QueryValue = string | number | boolean | null | undefined

export function toQuery(values: Record<string, QueryValue>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === '' || value === false) continue
    query.set(name, value === true ? '1' : String(value))
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

export interface CallOptions {
  query?: Record<string, QueryValue>
  body?: unknown
  signal?: AbortSignal
  key?: string // idempotency: the same act sent again is one act
}

export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': state.language,
  }
  const isForm = typeof FormData !== 'undefined' && options.body instanceof FormData
  if (options.body !== undefined && !isForm) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') {
    if (state.csrf) headers['X-CSRF-Token'] = state.csrf
    headers['Idempotency-Key'] = options.key ?? newKey()
  }
  const body =
    options.body === undefined || isForm
      ? (options.body as FormData | undefined)
      : JSON.stringify(options.body)
  let answer: WireAnswer
  try {
    answer = await state.transport({
      method,
      path: path + toQuery(options.query ?? {}),
      headers,
      body,
      signal: options.signal,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'offline', error instanceof Error ? error.message : String(error))
  }
  if (answer.status >= 200 && answer.status < 300) return answer.body as T
  const failure = toError(answer)
  if (answer.status === 401 && path !== '/session') state.onSignedOut()
  throw failure
}

// Works on plain HTTP too, where crypto.randomUUID is missing.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
