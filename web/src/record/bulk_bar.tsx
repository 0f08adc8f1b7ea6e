// What can be done with the selected rows; "all" means the whole filter.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields, type Selection } from '../api/calls'
import { ApiError } from '../api/client'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow, Verb } from '../api/types'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'
import type { GridAction, GridState } from './grid_model'
import { BulkEdit } from './bulk_edit'
import { JobWatch } from './bulk_job'
import { ExportDialog } from './export_dialog'
import { askMerged } from './merged_back'
import { VerbDialog, VerbForm } from './verb_dialog'

const mergedMs = 15_000 // two sentences to read

interface Props {
  meta: ObjectMeta
  state: GridState
  dispatch: (action: GridAction) => void
  where: string
  sort: string
  total: number
  columns: readonly Field[]
  rows: () => RecordRow[] // the selected ones that are loaded
  bin: boolean
}

export function BulkBar({ meta, state, dispatch, where, sort, total, columns, rows, bin }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [verb, setVerb] = useState<Verb | null>(null)
  const [asked, setAsked] = useState<'remove' | 'edit' | 'export' | null>(null)
  const [job, setJob] = useState<string | null>(null)
  const [two, setTwo] = useState<readonly RecordRow[] | null>(null)
  const count = state.everything ? total : state.selected.size
  if (count === 0 && !job) return null
  const selection: Selection = state.everything ? { where } : { ids: [...state.selected] }
  const verbs = bin
    ? []
    : (meta.verbs ?? []).filter((one) => one.bulk && meta.can.verbs.includes(one.name)).slice(0, 4)
  const merge = bin ? undefined : meta.verbs?.find((one) => one.name === 'merge')
  const pair = state.everything || count !== 2 ? [] : rows()
  const clear = () => dispatch({ do: 'clear' })
  const runVerb = async (name: string, args: Fields) => {
    try {
      const answer = await api.bulkVerb(meta.object, name, selection, args)
      setJob(typeof answer.job === 'string' ? answer.job : answer.job.id)
    } catch (error) {
      toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' })
    }
  }
  const restore = async () => {
    const merged = await askMerged(meta, selection).catch(() => null)
    await runVerb('restore', {})
    if (!merged) return
    toast(t(merged.count > 1 ? 'web.merge.back_many' : 'web.merge.back', { ...merged }), {
      forMs: mergedMs,
    })
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
          meta={meta}
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
          {merge && pair.length === 2 && meta.can.verbs.includes('merge') ? (
            <button type="button" onClick={() => setTwo(pair)}>
              <Icon name={merge.icon ?? 'split'} size={15} />
              {t('web.merge.two')}
            </button>
          ) : null}
          {meta.can.update && !bin ? (
            <button type="button" onClick={() => setAsked('edit')}>
              <Icon name="pencil" size={15} />
              {t('web.bulk.edit')}
            </button>
          ) : null}
          {meta.can.export && !bin ? (
            <button type="button" onClick={() => setAsked('export')}>
              <Icon name="download" size={15} />
              {t('web.export')}
            </button>
          ) : null}
          {bin ? (
            <button type="button" onClick={() => void restore()}>
              <Icon name="undo" size={15} />
              {t('web.restore')}
            </button>
          ) : null}
          {meta.can.remove && !bin ? (
            <button type="button" data-danger="true" onClick={() => setAsked('remove')}>
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
          act={(args) => runVerb(verb.name, args)}
        />
      ) : null}
      {merge && two?.[0] ? (
        <VerbDialog
          meta={meta}
          record={two[0]}
          verb={merge}
          start={{ other: two[1]?.id }}
          onClose={() => {
            setTwo(null)
            clear()
          }}
        />
      ) : null}
      {asked === 'edit' ? (
        <BulkEdit
          meta={meta}
          count={count}
          where={exportWhere}
          rows={rows()}
          onClose={() => setAsked(null)}
          onRun={async (fields) => {
            await runVerb('update', fields)
            setAsked(null)
          }}
        />
      ) : null}
      {asked === 'export' ? (
        <ExportDialog
          meta={meta}
          where={exportWhere}
          sort={sort}
          count={count}
          columns={columns}
          onClose={() => setAsked(null)}
        />
      ) : null}
      <Dialog
        open={asked === 'remove'}
        title={t('web.bulk.remove_title', { count: format.number(count) })}
        onClose={() => setAsked(null)}
        footer={
          <>
            <Button onClick={() => setAsked(null)}>{t('web.cancel')}</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsked(null)
                void runVerb('delete', {})
              }}
            >
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
