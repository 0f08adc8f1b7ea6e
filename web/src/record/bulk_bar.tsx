// What can be done with the selected rows; "all" means the whole filter.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields, type Selection } from '../api/calls'
import { ApiError } from '../api/client'
import { touch, useJob } from '../api/queries'
import { labelText } from '../api/schema'
import type { ObjectMeta, RecordRow, Verb } from '../api/types'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'
import type { GridAction, GridState } from './grid_model'
import { VerbForm } from './verb_dialog'

const bulkToastMs = 10_000
const batchMax = 1000

interface Props {
  meta: ObjectMeta
  state: GridState
  dispatch: (action: GridAction) => void
  where: string
  sort: string
  total: number
  rows: () => RecordRow[] // the selected ones that are loaded
  bin: boolean
}

function JobWatch({ id, object, onDone }: { id: string; object: string; onDone: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: job } = useJob(id)
  const over = job && job.state !== 'running' && job.state !== 'queued'
  useEffect(() => {
    if (!job || !over) return
    touch(client, object)
    if (job.state === 'done') {
      toast(t('web.bulk.done', { count: job.done }), {
        forMs: bulkToastMs,
        ...(job.undo ? { undo: () => void api.undoJob(id).then(() => touch(client, object)) } : {}),
      })
    } else toast(job.error ?? t('web.state.failed'), { kind: 'bad' })
    onDone()
  }, [over])
  return <span>{t('web.bulk.running', { done: job?.done ?? 0, total: job?.total ?? 0 })}</span>
}

export function BulkBar({ meta, state, dispatch, where, sort, total, rows, bin }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const [verb, setVerb] = useState<Verb | null>(null)
  const [removing, setRemoving] = useState(false)
  const [job, setJob] = useState<string | null>(null)
  const count = state.everything ? total : state.selected.size
  if (count === 0 && !job) return null
  const selection: Selection = state.everything ? { where } : { ids: [...state.selected] }
  const verbs = bin
    ? []
    : (meta.verbs ?? []).filter((one) => one.bulk && meta.can.verbs.includes(one.name)).slice(0, 4)
  const clear = () => dispatch({ do: 'clear' })
  const runVerb = async (one: Verb, args: Fields) => {
    const answer = await api.bulkVerb(meta.object, one.name, selection, args)
    setJob(typeof answer.job === 'string' ? answer.job : answer.job.id)
  }
  const remove = async () => {
    setRemoving(false)
    const chosen = rows().slice(0, batchMax)
    try {
      await api.batch(
        chosen.map((row) => ({
          op: 'delete',
          object: meta.object,
          id: row.id,
          version: row.version,
        })),
      )
      toast(t('web.bulk.removed', { count: chosen.length }), {
        forMs: bulkToastMs,
        undo: () =>
          void Promise.all(chosen.map((row) => api.restore(meta.object, row.id))).then(() =>
            touch(client, meta.object),
          ),
      })
    } catch (error) {
      toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' })
    }
    clear()
    touch(client, meta.object)
  }
  const restore = async () => {
    const results = await Promise.allSettled(
      [...state.selected].map((id) => api.restore(meta.object, id)),
    )
    toast(
      t('web.bulk.restored', {
        count: results.filter((result) => result.status === 'fulfilled').length,
      }),
    )
    clear()
    touch(client, meta.object)
  }
  const ids = [...state.selected]
  const exportWhere = state.everything
    ? where
    : `id in [${ids.map((id) => JSON.stringify(id)).join(', ')}]`
  return (
    <div className="bulk" role="toolbar" aria-label={t('web.bulk.title')}>
      {job ? (
        <JobWatch
          id={job}
          object={meta.object}
          onDone={() => {
            setJob(null)
            clear()
          }}
        />
      ) : (
        <>
          <strong>{t('web.bulk.selected', { count: format.number(count) })}</strong>
          {!state.everything && total > count ? (
            <button type="button" onClick={() => dispatch({ do: 'everything' })}>
              {t('web.bulk.all', { count: format.number(total) })}
            </button>
          ) : null}
          <i />
          {verbs.map((one) => (
            <button
              key={one.name}
              type="button"
              data-danger={one.danger}
              onClick={() => setVerb(one)}
            >
              <Icon name={one.icon ?? 'zap'} size={15} />
              {labelText(one.label, format.language)}
            </button>
          ))}
          {meta.can.export && !bin ? (
            <a href={api.exportUrl(meta.object, 'xlsx', { where: exportWhere, sort })} download>
              <Icon name="download" size={15} />
              {t('web.export')}
            </a>
          ) : null}
          {bin ? (
            <button type="button" onClick={() => void restore()}>
              <Icon name="undo" size={15} />
              {t('web.restore')}
            </button>
          ) : null}
          {meta.can.remove && !bin && !state.everything ? (
            <button type="button" data-danger="true" onClick={() => setRemoving(true)}>
              <Icon name="trash" size={15} />
              {t('web.delete')}
            </button>
          ) : null}
          <i />
          <button type="button" aria-label={t('web.bulk.clear')} onClick={clear}>
            <Icon name="x" size={15} />
          </button>
        </>
      )}
      {verb ? (
        <VerbForm
          verb={verb}
          title={t('web.bulk.verb', {
            verb: labelText(verb.label, format.language),
            count: format.number(count),
          })}
          onClose={() => setVerb(null)}
          act={(args) => runVerb(verb, args)}
        />
      ) : null}
      <Dialog
        open={removing}
        title={t('web.bulk.remove_title', { count: format.number(count) })}
        onClose={() => setRemoving(false)}
        footer={
          <>
            <Button onClick={() => setRemoving(false)}>{t('web.cancel')}</Button>
            <Button kind="danger" onClick={() => void remove()}>
              {t('web.delete')}
            </Button>
          </>
        }
      >
        {t('web.bulk.remove_text')}
      </Dialog>
    </div>
  )
}
