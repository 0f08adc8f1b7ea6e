// An act on many records while it runs, and what came of it: progress, undo, who was refused.
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { touch, useJob, useList } from '../api/queries'
import type { Job, ObjectMeta } from '../api/types'
import { asText } from '../fields/kit'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'

const bulkToastMs = 10_000
const failuresShown = 100

interface Failure {
  id: string
  message: string
}

const failuresOf = (job: Job): Failure[] =>
  Array.isArray(job.result?.failures) ? (job.result.failures as Failure[]) : []
const failedOf = (job: Job): number => Number(job.result?.failed ?? failuresOf(job).length)

interface Props {
  id: string
  meta: ObjectMeta
  onDone: () => void
}

export function JobWatch({ id, meta, onDone }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const { data: job } = useJob(id)
  const [seen, setSeen] = useState(false)
  const over = job !== undefined && job.state !== 'running' && job.state !== 'queued'
  const undo = () => void api.undoJob(id).then(() => touch(client, meta.object))
  useEffect(() => {
    if (!job || !over) return
    touch(client, meta.object)
    if (job.state !== 'done') toast(job.error ?? t('web.state.failed'), { kind: 'bad' })
    else if (failedOf(job) === 0)
      toast(t('web.bulk.done', { count: format.number(Number(job.result?.ok ?? job.done)) }), {
        forMs: bulkToastMs,
        ...(job.undo ? { undo } : {}),
      })
    else return setSeen(true)
    onDone()
  }, [over])
  if (job && seen)
    return <Failures job={job} meta={meta} onClose={onDone} {...(job.undo ? { undo } : {})} />
  const share = job && job.total > 0 ? Math.round((job.done / job.total) * 100) : 0
  return (
    <>
      <progress
        className="bulk-progress"
        max={100}
        value={share}
        aria-label={t('web.bulk.title')}
      />
      <span>
        {t('web.bulk.running', {
          done: format.number(job?.done ?? 0),
          total: format.number(job?.total ?? 0),
        })}
      </span>
      <button type="button" onClick={() => void api.cancelJob(id)}>
        <Icon name="x" size={15} />
        {t('web.bulk.stop')}
      </button>
    </>
  )
}

function Failures({
  job,
  meta,
  onClose,
  undo,
}: {
  job: Job
  meta: ObjectMeta
  onClose: () => void
  undo?: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const failures = failuresOf(job).slice(0, failuresShown)
  const ids = failures.map((one) => JSON.stringify(one.id)).join(', ')
  const { data } = useList(meta.object, {
    where: `id in [${ids}]`,
    fields: [meta.title_field],
    limit: failuresShown,
  })
  const name = (id: string) =>
    asText(data?.records.find((row) => row.id === id)?.[meta.title_field]) || id
  return (
    <Dialog
      open
      title={t('web.bulk.partly', {
        ok: format.number(Number(job.result?.ok ?? 0)),
        failed: format.number(failedOf(job)),
      })}
      onClose={onClose}
      footer={
        <>
          {undo ? (
            <Button
              icon="undo"
              onClick={() => {
                undo()
                onClose()
              }}
            >
              {t('web.bulk.undo_all')}
            </Button>
          ) : null}
          <Button kind="primary" onClick={onClose}>
            {t('web.close')}
          </Button>
        </>
      }
    >
      <ul className="bulk-failures">
        {failures.map((one) => (
          <li key={one.id}>
            <Link to="/o/$object/$id" params={{ object: meta.object, id: one.id }}>
              {name(one.id)}
            </Link>
            <span className="muted">{one.message}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
