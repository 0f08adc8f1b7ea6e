// Advancing into a stage that asks for fields: a small form with just those that are missing,
// then the verb. What was typed is saved even when the stage then refuses for another reason.
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../../api/calls'
import { ApiError } from '../../api/client'
import { toWire, touch, useRecord } from '../../api/queries'
import { labelText } from '../../api/schema'
import type { Reference } from '../../api/types'
import { asText, isBlank } from '../../fields/kit'
import type { VerbDialogProps } from '../../record/extend'
import { FieldRow } from '../../record/field_row'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { toast } from '../../ui/toast'
import { missingFields, useBoardStages, type Stage } from '../../record/stages'

export default function EntryDialog(props: VerbDialogProps) {
  const { record } = props
  const stages = useBoardStages((record.pipeline as Reference | null)?.id)
  const { data: whole } = useRecord(props.meta.object, record.id)
  if (!stages || !whole) return null
  const now = stages.find((stage) => stage.id === (whole.stage as Reference | null)?.id)
  const wanted = (props.start?.stage as Reference | undefined)?.id
  const target =
    stages.find((stage) => stage.id === wanted) ??
    stages.find((stage) => stage.kind === 'open' && stage.position > (now?.position ?? 0))
  return target ? <EntryForm {...props} record={whole} target={target} /> : null
}

function EntryForm({ meta, record, verb, target, onClose }: VerbDialogProps & { target: Stage }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const client = useQueryClient()
  const fields = useMemo(() => missingFields(meta, record, target), [])
  const form = useForm<Fields>({ defaultValues: { note: '' } })
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const show = (error: ApiError) => {
    const names = new Set(fields.map((field) => field.name))
    const loose = error.issues.filter((issue) => !names.has(issue.field))
    error.issues
      .filter((issue) => names.has(issue.field))
      .forEach((issue) => form.setError(issue.field, { message: issue.message }))
    setProblem(
      loose.length > 0 || error.issues.length === 0
        ? [error.message, error.hint, ...loose.map((issue) => issue.message)]
            .filter(Boolean)
            .join(' ')
        : '',
    )
  }
  const submit = async () => {
    const values = form.getValues()
    const missing = fields.filter((field) => isBlank(values[field.name]))
    missing.forEach((field) =>
      form.setError(field.name, {
        message: t('web.field.required', { name: labelText(field.label, language) }),
      }),
    )
    if (missing.length > 0) return
    setBusy(true)
    setProblem('')
    try {
      const { note, ...typed } = values
      const saved =
        fields.length > 0
          ? await api.update(meta.object, record.id, record.version, toWire(typed))
          : record
      const args = { stage: target.id, ...(isBlank(note) ? {} : { note }) }
      await api.verb(meta.object, record.id, verb.name, args, saved.version)
      toast(t('web.board.moved', { name: asText(record[meta.title_field]), stage: target.name }))
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      show(error)
    } finally {
      setBusy(false)
      touch(client, meta.object, record.id)
    }
  }
  const note = verb.arguments?.find((argument) => argument.name === 'note')
  return (
    <Dialog
      open
      title={t('web.board.enter', { stage: target.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {labelText(verb.label, language)}
          </Button>
        </>
      }
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {fields.length > 0 ? (
          <p className="muted">{t('web.board.asks', { stage: target.name })}</p>
        ) : null}
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} control={form.control} required />
        ))}
        {note ? (
          <FieldRow field={{ ...note, right: 'write' }} control={form.control} required={false} />
        ) : null}
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" hidden>
          {t('web.save')}
        </button>
      </form>
    </Dialog>
  )
}
