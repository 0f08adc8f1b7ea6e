// Imports as the server tells them (docs/developer/api.md, Files, imports, exports, jobs).
import { useQuery } from '@tanstack/react-query'
import { apiRoot, call } from '../../api/client'
import type { Job } from '../../api/answers'

export type ImportState =
  'checking' | 'checked' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'

export interface ImportColumn {
  name: string
  samples: string[]
  field: string | null
  confidence: number // 0 to 100
}

export interface ImportOptions {
  mapping?: Record<string, string | null>
  mode?: 'create' | 'update' | 'upsert'
  match?: string
  duplicates?: 'skip' | 'create' | 'update'
  encoding?: string
  separator?: string
  sheet?: string
  date_format?: string
}

export interface ImportIssue {
  row: number
  column: string | null
  field: string | null
  code: string
  message: string
  value: string | null
}

export interface ImportAnswer {
  id: string
  object: string
  state: ImportState
  file: string
  encoding: string | null
  separator: string | null
  sheets: string[]
  columns: ImportColumn[]
  options: ImportOptions
  rows: number
  sound: number
  bad: number
  duplicates: number
  created: number
  updated: number
  skipped: number
  done: number
  issues?: ImportIssue[] // not in the list of imports
  error?: string | null
  job: Job | null
  created_at?: string
  created_by?: { id: string; name: string }
}

const pollMs = 700
const busyStates: readonly ImportState[] = ['checking', 'running', 'undoing']

export const isBusy = (answer: ImportAnswer): boolean => busyStates.includes(answer.state)

export const importKey = (id: string) => ['page', 'import', id] as const

export const useImport = (id: string | null) =>
  useQuery({
    queryKey: importKey(id ?? ''),
    queryFn: () => call<ImportAnswer>('GET', `/imports/${id}`),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? pollMs : false),
  })

export const useImports = () =>
  useQuery({
    queryKey: ['page', 'imports'],
    queryFn: () => call<{ imports: ImportAnswer[] }>('GET', '/imports'),
    refetchInterval: (query) => (query.state.data?.imports.some(isBusy) ? pollMs : false),
  })

export function startImport(object: string, file: File, options: ImportOptions = {}) {
  const form = new FormData()
  form.append('object', object) // before the file: the server reads it as a stream
  form.append('options', JSON.stringify(options))
  form.append('file', file)
  return call<ImportAnswer>('POST', '/imports', { body: form })
}

export const changeImport = (id: string, options: ImportOptions) =>
  call<ImportAnswer>('PATCH', `/imports/${id}`, { body: { options } })
export const runImport = (id: string) => call<ImportAnswer>('POST', `/imports/${id}/run`)
export const undoImport = (id: string) => call<ImportAnswer>('POST', `/imports/${id}/undo`)
export const errorsUrl = (id: string) => `${apiRoot}/imports/${encodeURIComponent(id)}/errors.csv`

// Which step of the wizard shows an import.
export type WizardStep = 'file' | 'map' | 'run' | 'result'
export const steps: readonly WizardStep[] = ['file', 'map', 'run', 'result']

export function stepOf(answer: ImportAnswer | undefined): WizardStep {
  switch (answer?.state) {
    case undefined:
      return 'file'
    case 'checking':
    case 'checked':
      return 'map'
    case 'running':
    case 'undoing':
      return 'run'
    case 'done':
    case 'failed':
    case 'undone':
      return 'result'
  }
}

// The mapping as it stands: what the person chose, else what was proposed.
export function mappingOf(answer: ImportAnswer): Record<string, string | null> {
  return Object.fromEntries(
    answer.columns.map((column) => [
      column.name,
      answer.options.mapping && column.name in answer.options.mapping
        ? (answer.options.mapping[column.name] ?? null)
        : column.field,
    ]),
  )
}

// Two columns into one field lose one of them: the names of such fields.
export function mappedTwice(mapping: Record<string, string | null>): string[] {
  const seen = new Map<string, number>()
  for (const field of Object.values(mapping)) if (field) seen.set(field, (seen.get(field) ?? 0) + 1)
  return [...seen].filter(([, count]) => count > 1).map(([field]) => field)
}
