// The stages of the board and what a move between them asks for.
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/calls'
import { useObject } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { asText, isBlank } from '../fields/kit'
import { useFormat } from '../ui/format'

export interface Stage {
  id: string
  code: string
  name: string
  kind: string // open, won, lost, void
  color: string
  position: number
  maxDays: number | null
  entryFields: readonly string[]
  winRate: string | null
  manual: string
}

const stagesMax = 60

export function stageOf(row: RecordRow, language: string): Stage {
  const days = Number(asText(row.max_days) || NaN)
  return {
    id: row.id,
    code: asText(row.code),
    name: language === 'en' && row.name_en ? asText(row.name_en) : asText(row.name),
    kind: asText(row.kind) || 'open',
    color: asText(row.color) || '#7C8AA5',
    position: Number(asText(row.position) || 0),
    maxDays: Number.isFinite(days) && days > 0 ? days : null,
    entryFields: entryFieldsOf(asText(row.entry_fields)),
    winRate: asText(row.win_rate) || null,
    manual: asText(row.manual),
  }
}

export function entryFieldsOf(text: string): string[] {
  return text
    .split(/[\s,，、;；]+/)
    .map((name) => name.trim())
    .filter(Boolean)
}

// All stages of one pipeline in their order; of the default one when none is named.
export function useBoardStages(pipeline?: string): Stage[] | undefined {
  const meta = useObject('stage')
  const { language } = useFormat()
  const { data } = useQuery({
    queryKey: ['list', 'stage', 'board', pipeline ?? ''],
    queryFn: () => api.list('stage', { limit: stagesMax, sort: 'position' }),
    enabled: meta !== undefined,
    staleTime: 300_000,
  })
  if (!data) return undefined
  const idOf = (row: RecordRow) => (row.pipeline as { id: string } | null)?.id ?? ''
  const wanted = pipeline ?? idOf(data.records[0] ?? { id: '', version: 0 })
  return data.records
    .filter((row) => idOf(row) === wanted || idOf(row) === '')
    .map((row) => stageOf(row, language))
}

// The fields that the stage wants and the record has not.
export function missingFields(meta: ObjectMeta, record: RecordRow, stage: Stage): Field[] {
  return stage.entryFields.flatMap((name) => {
    const field = meta.fields.find((one) => one.name === name)
    return field && isBlank(record[name]) ? [field] : []
  })
}

export type Step = { kind: 'none' } | { kind: 'verb'; verb: string; asks: boolean }

// Which verb brings a record from one stage to another, and whether it asks something first.
export function stepBetween(
  meta: ObjectMeta,
  record: RecordRow,
  from: Stage | undefined,
  to: Stage,
): Step {
  if (from?.id === to.id) return { kind: 'none' }
  const isClosed = from !== undefined && from.kind !== 'open'
  if (isClosed) return to.kind === 'open' ? asking('reopen') : { kind: 'none' }
  if (to.kind === 'won') return { kind: 'verb', verb: 'win', asks: true }
  if (to.kind === 'lost') return asking('lose')
  if (to.kind === 'void') return asking('void')
  if (from && to.position < from.position) return asking('back')
  return { kind: 'verb', verb: 'advance', asks: missingFields(meta, record, to).length > 0 }
}

const asking = (verb: string): Step => ({ kind: 'verb', verb, asks: true })
