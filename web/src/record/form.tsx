// Create or edit a record: sections from the layout, inputs by field type, the server's issues
// at their fields.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import { ApiError, newKey } from '../api/client'
import { patchCached, mergeSaved, toWire, touch } from '../api/queries'
import { labelText, useObject } from '../api/schema'
import type { ObjectMeta, RecordRow } from '../api/types'
import { isBlank } from '../fields/kit'
import { Button } from '../ui/button'
import { Dialog, Drawer } from '../ui/dialog'
import { useFormat } from '../ui/format'
import { toast } from '../ui/toast'
import { Conflict } from './conflict'
import { Duplicates } from './duplicates'
import { FieldRow } from './field_row'
import { changedFields, formSections, isRequired, isVisible, startValues } from './form_fields'
import { Computed } from './computed'
import { useAround } from './use_around'
import { useStores, type FormRequest } from './stores'

export default function RecordForm({ request }: { request: FormRequest }) {
  const meta = useObject(request.object)
  return meta ? <FormDrawer meta={meta} request={request} /> : null
}

function focusField(name: string): void {
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] :is(input, textarea, button)`)
      ?.focus(),
  )
}

function useFormState(meta: ObjectMeta, request: FormRequest) {
  const around = useAround(meta)
  const start = useMemo(
    () =>
      request.record
        ? Object.fromEntries(
            formSections(meta, request.fields)
              .flatMap((s) => s.fields)
              .map((f) => [f.name, request.record?.[f.name] ?? null]),
          )
        : startValues(meta, request.defaults ?? {}, around),
    [meta, request, around],
  )
  const form = useForm<Fields>({ defaultValues: start })
  const values: Fields = { ...start, ...useWatch({ control: form.control }) }
  return { form, values, around }
}

function FormDrawer({ meta, request }: { meta: ObjectMeta; request: FormRequest }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { form, values, around } = useFormState(meta, request)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [base, setBase] = useState<RecordRow | undefined>(request.record)
  const [theirs, setTheirs] = useState<RecordRow | null>(null)
  const key = useRef(newKey())
  const dirty = form.formState.isDirty
  const sections = useMemo(() => formSections(meta, request.fields), [meta, request.fields])
  const objectLabel = labelText(meta.label, language)
  const close = () => useStores.getState().closeForm(request)

  useEffect(() => {
    if (!dirty) return undefined
    const guard = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', guard)
    return () => removeEventListener('beforeunload', guard)
  }, [dirty])

  const showIssues = (error: ApiError) => {
    const known = new Set(sections.flatMap((section) => section.fields.map((field) => field.name)))
    const placed = error.issues.filter((issue) => known.has(issue.field.split('.')[0] ?? ''))
    placed.forEach((issue) =>
      form.setError(issue.field.split('.')[0] ?? '', {
        message: [issue.message, issue.hint].filter(Boolean).join(' '),
      }),
    )
    const loose = error.issues
      .filter((issue) => !placed.includes(issue))
      .map((issue) => issue.message)
    setProblem(placed.length > 0 && loose.length === 0 ? '' : [error.message, ...loose].join(' '))
    if (placed[0]) focusField(placed[0].field.split('.')[0] ?? '')
  }
  const missingAnswered = (): boolean => {
    const missing = sections
      .flatMap((section) => section.fields)
      .filter(
        (field) =>
          isVisible(field, values, around) &&
          isRequired(field, values, around) &&
          isBlank(values[field.name]) &&
          field.type !== 'boolean',
      )
    missing.forEach((field) =>
      form.setError(field.name, {
        message: t('web.field.required', { name: labelText(field.label, language) }),
      }),
    )
    if (missing[0]) focusField(missing[0].name)
    return missing.length === 0
  }
  const finish = (saved: RecordRow) => {
    touch(client, meta.object, base ? saved.id : undefined)
    patchCached(client, meta.object, saved.id, (old) => mergeSaved(old, saved))
    form.reset(values)
    close()
    toast(t(base ? 'web.saved' : 'web.created', { object: objectLabel }))
    if (request.onDone) request.onDone(saved)
    else if (!base)
      void navigate({ to: '/o/$object/$id', params: { object: meta.object, id: saved.id } })
  }
  const submit = async (version = base?.version) => {
    form.clearErrors()
    setProblem('')
    if (!missingAnswered()) return
    const fields = toWire(changedFields(values, base))
    if (base && Object.keys(fields).length === 0) return close()
    setBusy(true)
    try {
      finish(
        base
          ? await api.update(meta.object, base.id, version ?? base.version, fields)
          : await api.create(meta.object, fields, key.current),
      )
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status < 500 && error.status !== 0) key.current = newKey()
      if (error.isConflict && base) setTheirs(await api.get(meta.object, base.id))
      else showIssues(error)
    } finally {
      setBusy(false)
    }
  }
  const leave = () => (dirty ? setLeaving(true) : close())
  return (
    <Drawer
      open
      onClose={leave}
      title={t(base ? 'web.edit.object' : 'web.create.object', { object: objectLabel })}
      footer={
        <>
          {problem ? (
            <span className="field-error grow" role="alert">
              {problem}
            </span>
          ) : null}
          <Button onClick={leave}>{t('web.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {t('web.save')}
          </Button>
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {theirs && base ? (
          <Conflict
            meta={meta}
            base={base}
            mine={changedFields(values, base)}
            theirs={theirs}
            onKeep={() => {
              setTheirs(null)
              setBase(theirs)
              void submit(theirs.version)
            }}
            onDrop={() => {
              form.reset({})
              close()
            }}
          />
        ) : null}
        {base ? null : <Duplicates meta={meta} values={values} />}
        {sections.map((section, index) => (
          <fieldset key={index} className="form-section">
            {section.label && sections.length > 1 ? (
              <legend>{labelText(section.label, language)}</legend>
            ) : null}
            <div className="form-grid">
              {section.fields
                .filter((field) => isVisible(field, values, around))
                .map((field) => (
                  <FieldRow
                    key={field.name}
                    field={field}
                    control={form.control}
                    required={isRequired(field, values, around)}
                    currency={typeof values.currency === 'string' ? values.currency : undefined}
                  />
                ))}
            </div>
          </fieldset>
        ))}
        <Computed meta={meta} values={values} around={around} />
        <button type="submit" hidden>
          {t('web.save')}
        </button>
      </form>
      <Dialog
        open={leaving}
        title={t('web.leave.title')}
        onClose={() => setLeaving(false)}
        footer={
          <>
            <Button onClick={() => setLeaving(false)}>{t('web.leave.stay')}</Button>
            <Button kind="danger" onClick={close}>
              {t('web.leave.drop')}
            </Button>
          </>
        }
      >
        {t('web.leave.text')}
      </Dialog>
    </Drawer>
  )
}
