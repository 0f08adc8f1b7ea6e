// Somebody leaves: what is open, who takes which part of it, and how far it has gone.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { call } from '../../api/client'
import { touch, useJob } from '../../api/queries'
import { labelText } from '../../api/schema'
import type { Field, Reference } from '../../api/types'
import { asText } from '../../fields/kit'
import { AnyReferenceInput, isReference } from '../../fields/parts/reference'
import { ActDialog, useAct } from '../../record/act_dialog'
import type { VerbDialogProps } from '../../record/extend'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { ErrorState, SkeletonLines } from '../../ui/states'
import { toast } from '../../ui/toast'
import { argumentsOf } from './split'
import './leaver.css'

interface OpenWork {
  objects: { object: string; label: string; count: number }[]
}

const person = (name: string): Field => ({
  name,
  type: 'user',
  label: { zh: '', en: '' },
  right: 'write',
})

export default function LeaverDialog({ meta, record, verb, onClose }: VerbDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const [to, setTo] = useState<Reference | null>(null)
  const [parts, setParts] = useState<Record<string, Reference | null>>({})
  const [date, setDate] = useState(format.today)
  const acting = useAct()
  const [job, setJob] = useState<{ id: string; total: number } | null>(null)
  const { data, error } = useQuery({
    queryKey: ['page', 'work', record.id],
    queryFn: () => call<OpenWork>('GET', `/users/${record.id}/work`),
  })
  const total = data?.objects.reduce((sum, one) => sum + one.count, 0) ?? 0
  const asksDate = verb.arguments?.some((one) => one.name === 'date') ?? false
  const run = async () => {
    if (!to) return acting.setProblem(t('web.leaver.choose'))
    await acting.run(async () => {
      const args = argumentsOf(to, parts, asksDate ? date : undefined)
      const answer = await api.verb(meta.object, record.id, verb.name, args, record.version)
      const result = answer.result as { transferred: number; job: string | null }
      touch(client, meta.object, record.id)
      if (result.job) return setJob({ id: result.job, total: result.transferred })
      toast(t('web.leaver.done', { count: result.transferred, name: to.name }))
      onClose()
    })
  }
  if (job) return <Progress job={job.id} all={job.total} onClose={onClose} />
  return (
    <ActDialog
      kind="wide"
      title={`${labelText(verb.label, format.language)} · ${asText(record.name)}`}
      acting={acting}
      act={t('web.leaver.hand_over', { count: format.number(total) })}
      danger={verb.danger === true}
      disabled={!to}
      onAct={() => void run()}
      onClose={onClose}
    >
      <div className="stack leaver">
        <div className="field">
          <span className="field-label">{t('web.leaver.to')}</span>
          <AnyReferenceInput
            field={person('to')}
            label={t('web.leaver.to')}
            value={to}
            onChange={(value) => setTo(isReference(value) ? value : null)}
          />
        </div>
        {asksDate ? (
          <label className="field">
            <span className="field-label">{t('web.leaver.date')}</span>
            <input
              className="input"
              type="date"
              value={date}
              onChange={(event) => setDate(event.target.value)}
            />
          </label>
        ) : null}
        {error ? <ErrorState error={error} /> : null}
        {!data && !error ? <SkeletonLines lines={4} /> : null}
        {data && total === 0 ? <p className="muted">{t('web.leaver.nothing')}</p> : null}
        {data && total > 0 ? (
          <table className="leaver-table">
            <thead>
              <tr>
                <th scope="col">{t('web.leaver.what')}</th>
                <th scope="col" className="num">
                  {t('web.leaver.count')}
                </th>
                <th scope="col">{t('web.leaver.who')}</th>
              </tr>
            </thead>
            <tbody>
              {data.objects.map((one) => (
                <tr key={one.object}>
                  <th scope="row">{one.label}</th>
                  <td className="num">{format.number(one.count)}</td>
                  <td>
                    <AnyReferenceInput
                      field={person(one.object)}
                      label={t('web.leaver.who_takes', { object: one.label })}
                      value={parts[one.object] ?? to}
                      onChange={(value) =>
                        setParts({ ...parts, [one.object]: isReference(value) ? value : null })
                      }
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <p className="muted">{t('web.leaver.note')}</p>
      </div>
    </ActDialog>
  )
}

// The rest goes over in the background: the page may be left.
function Progress({ job, all, onClose }: { job: string; all: number; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useJob(job)
  const first = all - (data?.total ?? all)
  const done = first + (data?.done ?? 0)
  const over = data !== undefined && data.state !== 'queued' && data.state !== 'running'
  return (
    <Dialog
      open
      title={t('web.leaver.running')}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t('web.close')}
        </Button>
      }
    >
      <div className="stack" role="status">
        <progress max={all} value={done} aria-label={t('web.leaver.running')} />
        <p>
          {data?.error ??
            t(over ? 'web.leaver.all_done' : 'web.leaver.so_far', {
              done: format.number(over ? all : done),
              total: format.number(all),
            })}
        </p>
      </div>
    </Dialog>
  )
}
