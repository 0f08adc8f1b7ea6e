// A business act: its arguments as a small form, the server's issues at their fields.
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import { ApiError } from '../api/client'
import { mergeSaved, patchCached, toWire, touch } from '../api/queries'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow, Verb, VerbArgument } from '../api/types'
import { isBlank } from '../fields/kit'
import { useFormat } from '../ui/format'
import { toast } from '../ui/toast'
import { ActDialog, useAct } from './act_dialog'
import { useExtensions, type OwnVerbDialog, type VerbDialogProps } from './extend'
import { FieldRow } from './field_row'

const asField = (argument: VerbArgument): Field => ({ ...argument, right: 'write' })

interface FormProps {
  verb: Verb
  title: string
  start?: Fields
  onClose: () => void
  act: (args: Fields) => Promise<void>
}

export function VerbForm({ verb, title, start, onClose, act }: FormProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const form = useForm<Fields>({ defaultValues: start ?? {} })
  const acting = useAct()
  const fields = (verb.arguments ?? []).map(asField)
  const submit = async () => {
    const values = form.getValues()
    const missing = fields.filter((field) => field.required && isBlank(values[field.name]))
    missing.forEach((field) =>
      form.setError(field.name, {
        message: t('web.field.required', { name: labelText(field.label, language) }),
      }),
    )
    if (missing.length > 0) return
    const names = new Set(fields.map((field) => field.name))
    const wire = toWire(
      Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value))),
    )
    const done = await acting.run(
      () => act(wire),
      (error) => {
        const loose = error.issues.filter((issue) => !names.has(issue.field))
        error.issues
          .filter((issue) => names.has(issue.field))
          .forEach((issue) => form.setError(issue.field, { message: issue.message }))
        return loose.length > 0 || error.issues.length === 0
          ? [error.message, error.hint, ...loose.map((issue) => issue.message)]
              .filter(Boolean)
              .join(' ')
          : ''
      },
    )
    if (done) onClose()
  }
  return (
    <ActDialog
      title={title}
      acting={acting}
      act={labelText(verb.label, language)}
      danger={verb.danger === true}
      onAct={() => void submit()}
      onClose={onClose}
    >
      {fields.length === 0 ? (
        <p>{t('web.verb.confirm', { verb: labelText(verb.label, language) })}</p>
      ) : null}
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          control={form.control}
          required={field.required === true}
        />
      ))}
    </ActDialog>
  )
}

export function VerbDialog(props: VerbDialogProps) {
  const own = useExtensions().verbDialogs.find(
    (entry) => entry.object === props.meta.object && entry.verb === props.verb.name,
  )
  return own ? <OwnDialog own={own} {...props} /> : <PlainVerbDialog {...props} />
}

function OwnDialog({ own, ...props }: VerbDialogProps & { own: OwnVerbDialog }) {
  const Shown = useMemo(() => lazy(own.load), [own])
  return (
    <Suspense fallback={null}>
      <Shown {...props} />
    </Suspense>
  )
}

// The record's version says where it stands: only acts on many ask for it.
const withoutFrom = (verb: Verb): Verb => ({
  ...verb,
  arguments: (verb.arguments ?? []).filter((argument) => argument.name !== 'from'),
})

export function PlainVerbDialog({ meta, record, verb, start, onClose }: VerbDialogProps) {
  const act = useVerb(meta, record)
  const { language } = useFormat()
  return (
    <VerbForm
      verb={withoutFrom(verb)}
      title={labelText(verb.label, language)}
      {...(start ? { start } : {})}
      onClose={onClose}
      act={(args) => act(verb, args)}
    />
  )
}

// Says success only after the server did.
export function useVerb(
  meta: ObjectMeta,
  record: RecordRow,
): (verb: Verb, args: Fields) => Promise<void> {
  const client = useQueryClient()
  const { t } = useTranslation()
  const { language } = useFormat()
  return async (verb, args) => {
    try {
      const answer = await api.verb(meta.object, record.id, verb.name, args, record.version)
      if (answer.record)
        patchCached(client, meta.object, record.id, (old) => mergeSaved(old, answer.record))
      toast(t('web.verb.done', { verb: labelText(verb.label, language) }))
      touch(client, meta.object, record.id)
    } catch (error) {
      if (error instanceof ApiError && error.isConflict) touch(client, meta.object, record.id)
      throw error
    }
  }
}

// Verbs without arguments act at once; dangerous ones and those with arguments ask first.
export const asksFirst = (verb: Verb): boolean =>
  verb.danger === true || (verb.arguments ?? []).length > 0
