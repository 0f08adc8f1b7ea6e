// Import: a file dropped, its columns mapped, the check with marked rows, the run, the result with
// its error file and the undo of the whole import. It goes on when the page is left.
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { touch } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { ObjectMeta } from '../../api/types'
import { useFormat } from '../../ui/format'
import { ErrorState, SkeletonLines } from '../../ui/states'
import { toast } from '../../ui/toast'
import { FileStep } from './file_step'
import {
  changeImport,
  importKey,
  runImport,
  startImport,
  stepOf,
  steps,
  undoImport,
  useImport,
  type ImportAnswer,
  type ImportOptions,
} from './imports'
import { MapStep } from './map_step'
import { ResultStep } from './result_step'
import { RunStep } from './run_step'
import type { ImportSearch } from './search'
import './exchange.css'

export default function Wizard() {
  const { t } = useTranslation()
  const { language } = useFormat()
  const search = useSearch({ strict: false }) as ImportSearch
  const { data, error, refetch } = useImport(search.id ?? null)
  const meta = useObject(data?.object ?? search.object ?? 'account')
  if (!meta) return <ErrorState error={{ status: 404 }} />
  const step = stepOf(search.id ? data : undefined)
  return (
    <div className="page import">
      <header className="import-head">
        <h1 className="grow">
          {t('web.import.title', { object: labelText(meta.label, language) })}
        </h1>
        <Link to="/imports">{t('web.imports')}</Link>
      </header>
      <ol className="import-steps">
        {steps.map((one, index) => (
          <li
            key={one}
            aria-current={one === step ? 'step' : undefined}
            data-done={steps.indexOf(step) > index}
          >
            <b>{index + 1}</b>
            {t(`web.import.step.${one}`)}
          </li>
        ))}
      </ol>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {search.id && !data && !error ? <SkeletonLines /> : null}
      {search.id && !data ? null : <Step meta={meta} answer={search.id ? data : undefined} />}
    </div>
  )
}

function Step({ meta, answer }: { meta: ObjectMeta; answer: ImportAnswer | undefined }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const act = async (call: () => Promise<ImportAnswer>) => {
    setBusy(true)
    try {
      const next = await call()
      client.setQueryData(importKey(next.id), next)
      await navigate({
        to: '/import',
        search: { object: next.object, id: next.id },
        replace: answer !== undefined,
      })
      await client.invalidateQueries({ queryKey: importKey(next.id) })
    } catch (error) {
      const text =
        error instanceof ApiError
          ? [error.message, error.hint, ...error.issues.map((issue) => issue.message)]
              .filter(Boolean)
              .join(' ')
          : t('web.state.failed')
      toast(text, { kind: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const change = (options: ImportOptions) => void act(() => changeImport(answer!.id, options))
  switch (stepOf(answer)) {
    case 'file':
      return (
        <FileStep
          meta={meta}
          busy={busy}
          onFile={(file) => void act(() => startImport(meta.object, file))}
        />
      )
    case 'map':
      return (
        <MapStep
          key={answer!.id}
          meta={meta}
          answer={answer!}
          busy={busy}
          onOptions={change}
          onRun={() => void act(() => runImport(answer!.id))}
        />
      )
    case 'run':
      return <RunStep answer={answer!} />
    case 'result':
      return (
        <ResultStep
          meta={meta}
          answer={answer!}
          busy={busy}
          onUndo={() => {
            void act(() => undoImport(answer!.id)).then(() => touch(client, meta.object))
          }}
        />
      )
  }
}
