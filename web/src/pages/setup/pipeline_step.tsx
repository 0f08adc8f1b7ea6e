// The stages of a deal as they come: looked at, called by the company's own words.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { ApiError } from '../../api/client'
import { touch, useList } from '../../api/queries'
import type { RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'
import { Card, Pill } from '../../ui/bits'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { ErrorState, SkeletonLines } from '../../ui/states'
import type { StepProps } from './parts'

export function PipelineStep({ onNext }: StepProps) {
  const { t } = useTranslation()
  const { data, error, refetch } = useList('stage', {
    sort: 'position',
    limit: 50,
    fields: ['name', 'name_en', 'color', 'win_rate', 'kind'],
  })
  return (
    <Card title={t('web.setup.pipeline')} sub={t('web.setup.pipeline_sub')}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={6} /> : null}
      {data ? <Stages stages={data.records} onNext={onNext} /> : null}
    </Card>
  )
}

function Stages({ stages, onNext }: StepProps & { stages: readonly RecordRow[] }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const client = useQueryClient()
  const field = language === 'en' ? 'name_en' : 'name'
  const [names, setNames] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const save = async () => {
    setBusy(true)
    setProblem('')
    try {
      for (const stage of stages) {
        const name = names[stage.id]?.trim()
        if (!name || name === asText(stage[field])) continue
        await api.update('stage', stage.id, stage.version, { [field]: name })
      }
      touch(client, 'stage')
      void client.invalidateQueries({ queryKey: ['looks'] })
      onNext()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      touch(client, 'stage')
      setProblem([error.message, ...error.issues.map((issue) => issue.message)].join(' '))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ol className="setup-stages">
        {stages.map((stage, index) => {
          const name = asText(stage[field]) || asText(stage.name)
          return (
            <li key={stage.id}>
              <Pill color={asText(stage.color)}>{names[stage.id] ?? name}</Pill>
              <input
                className="input"
                aria-label={t('web.setup.stage_name', { number: index + 1, name })}
                value={names[stage.id] ?? name}
                onChange={(event) => setNames({ ...names, [stage.id]: event.target.value })}
              />
              <span className="muted">
                {t('web.setup.win_rate', { rate: Number(asText(stage.win_rate)) })}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="muted">{t('web.setup.pipeline_more')}</p>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      <div>
        <Button kind="primary" type="submit" busy={busy}>
          {t('web.setup.next')}
        </Button>
      </div>
    </form>
  )
}
