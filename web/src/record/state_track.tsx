// The stage path of a record: stages of its pipeline, or the options of its state field.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import { labelText, useObject } from '../api/schema'
import type { Field, ObjectMeta, RecordRow, Reference, Verb } from '../api/types'
import { asText } from '../fields/kit'
import { FieldView } from '../fields/field_view'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { StagePath, type PathStep } from '../ui/stage_path'
import { usableVerbs } from './record_head'
import { VerbDialog } from './verb_dialog'

const stagesMax = 50
const ended = /^(lost|change|void|invalid|cancelled|rejected|declined|expired|terminated|reversed)$/

export interface StageRow {
  id: string
  name: string
  kind: string
  color: string
}

// Open stages and the won one; lost and void stand in the path only when the record is there.
export function useStages(target: string, pipeline?: string): StageRow[] {
  const meta = useObject(target)
  const { language } = useFormat()
  const has = (name: string) => meta?.fields.some((field) => field.name === name) ?? false
  const { data } = useQuery({
    queryKey: ['list', target, 'path', pipeline ?? ''],
    queryFn: () =>
      api.list(target, {
        limit: stagesMax,
        ...(has('position') ? { sort: 'position' } : {}),
        ...(pipeline && has('pipeline')
          ? { where: `pipeline == ${JSON.stringify(pipeline)}` }
          : {}),
      }),
    enabled: meta !== undefined && target !== '',
    staleTime: 300_000,
  })
  return (data?.records ?? []).map((row) => ({
    id: row.id,
    name:
      language === 'en' && row.name_en
        ? asText(row.name_en)
        : asText(row[meta?.title_field ?? 'name']),
    kind: asText(row.kind) || 'open',
    color: asText(row.color),
  }))
}

export function StateTrack({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const field = meta.fields.find((one) => one.name === meta.state_field)
  if (!field) return null
  return field.type === 'lookup' ? (
    <StageTrack meta={meta} record={record} field={field} />
  ) : (
    <OptionTrack meta={meta} record={record} field={field} />
  )
}

function StageTrack({
  meta,
  record,
  field,
}: {
  meta: ObjectMeta
  record: RecordRow
  field: Field
}) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const pipeline = (record.pipeline as Reference | null)?.id
  const stages = useStages(field.settings?.target ?? '', pipeline)
  const [asked, setAsked] = useState<{ verb: Verb; start: Fields } | null>(null)
  const current = (record[field.name] as Reference | null)?.id ?? null
  const shown = stages.filter((stage) =>
    stage.kind === 'open' || stage.kind === 'won' ? true : stage.id === current,
  )
  const steps: PathStep[] = shown.map((stage) => ({
    key: stage.id,
    label: stage.name,
    kind: stage.kind === 'open' || stage.kind === 'won' ? stage.kind : 'lost',
  }))
  const verbs = usableVerbs(meta, record)
  const verb = (name: string) => verbs.find((one) => one.name === name)
  const advance = verb('advance')
  const go = (key: string) => {
    const at = shown.findIndex((stage) => stage.id === current)
    const to = shown.findIndex((stage) => stage.id === key)
    const stage = shown[to]
    const name = stage?.kind === 'won' ? 'win' : to < at ? 'back' : 'advance'
    const found = verb(name)
    if (found && stage)
      setAsked({
        verb: found,
        start:
          name === 'win'
            ? { amount: record.amount }
            : { stage: { id: stage.id, name: stage.name } },
      })
  }
  const next = shown[shown.findIndex((stage) => stage.id === current) + 1]
  const days = typeof record.days_in_stage === 'number' ? record.days_in_stage : null
  return (
    <div className="track">
      <StagePath
        label={labelText(field.label, language)}
        steps={steps}
        current={current}
        days={days}
        {...(advance ? { onStep: go } : {})}
      />
      {advance && next && next.kind === 'open' ? (
        <Button icon="arrow-right" onClick={() => go(next.id)}>
          {t('web.path.next')}
        </Button>
      ) : null}
      {next?.kind === 'won' && verb('win') ? (
        <Button icon="trophy" onClick={() => go(next.id)}>
          {labelText(verb('win')!.label, language)}
        </Button>
      ) : null}
      {verb('lose') ? (
        <Button icon="circle-x" onClick={() => setAsked({ verb: verb('lose')!, start: {} })}>
          {labelText(verb('lose')!.label, language)}
        </Button>
      ) : null}
      {asked ? (
        <VerbDialog
          meta={meta}
          record={record}
          verb={asked.verb}
          start={asked.start}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </div>
  )
}

function OptionTrack({
  meta,
  record,
  field,
}: {
  meta: ObjectMeta
  record: RecordRow
  field: Field
}) {
  const { language } = useFormat()
  const options = field.settings?.options ?? []
  const current = asText(record[field.name])
  const steps: PathStep[] = options
    .filter((option) => !option.hidden && (!ended.test(option.key) || option.key === current))
    .map((option) => ({
      key: option.key,
      label: labelText(option.label, language),
      kind: ended.test(option.key) ? 'lost' : 'open',
    }))
  void meta
  if (steps.length < 2 || steps.length > 9)
    return (
      <div>
        <FieldView value={record[field.name]} field={field} />
      </div>
    )
  return (
    <div className="track">
      <StagePath label={labelText(field.label, language)} steps={steps} current={current} />
    </div>
  )
}
