// All fields in the sections of the layout; each one edited in place.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { FieldView } from '../fields/field_view'
import { Button, IconButton } from '../ui/button'
import { useFormat } from '../ui/format'
import { isVisible } from './form_fields'
import { isCellEditable, useSaveCell } from './grid_edit'
import { useAround } from './use_around'

const system = ['number', 'owner', 'owner_dept', 'tags', 'created_by', 'created_at', 'updated_at']

export function Details({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const around = useAround(meta)
  const byName = new Map(meta.fields.map((field) => [field.name, field]))
  const inLayout = new Set(meta.layout?.flatMap((section) => section.fields))
  const rest = meta.fields
    .filter(
      (field) =>
        !field.hidden &&
        !inLayout.has(field.name) &&
        !system.includes(field.name) &&
        !['lines', 'attachment'].includes(field.type),
    )
    .map((field) => field.name)
  const sections = [
    ...(meta.layout ?? []),
    ...(rest.length > 0
      ? [{ label: { zh: t('web.details.more'), en: t('web.details.more') }, fields: rest }]
      : []),
    { label: { zh: t('web.details.system'), en: t('web.details.system') }, fields: system },
  ]
  return (
    <div className="details">
      {sections.map((section, index) => {
        const fields = section.fields
          .flatMap((name) => byName.get(name) ?? [])
          .filter(
            (field) => !field.hidden && field.type !== 'lines' && isVisible(field, record, around),
          )
        if (fields.length === 0) return null
        return (
          <section key={index}>
            <h2>{labelText(section.label, language)}</h2>
            <dl>
              {fields.map((field) => (
                <DetailRow key={field.name} meta={meta} record={record} field={field} />
              ))}
            </dl>
          </section>
        )
      })}
    </div>
  )
}

function Reveal({ meta, record, field }: { meta: ObjectMeta; record: RecordRow; field: Field }) {
  const { t } = useTranslation()
  const [value, setValue] = useState<string | null>(null)
  if (value !== null) return <span>{value}</span>
  return (
    <span className="row">
      <FieldView value={record[field.name]} field={field} record={record} />
      <IconButton
        small
        icon="eye"
        label={t('web.reveal')}
        onClick={() =>
          void api.reveal(meta.object, record.id, field.name).then(
            (answer) => setValue(answer.value),
            () => undefined,
          )
        }
      />
    </span>
  )
}

export function DetailRow({
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
  const [draft, setDraft] = useState<{ value: unknown; problem: string | null } | null>(null)
  const save = useSaveCell(meta)
  const label = labelText(field.label, language)
  const can =
    (record.can?.update ?? true) && (isCellEditable(meta, field) || field.type === 'address')
  const Input = uiOf(field).Input
  const apply = (value: unknown) => {
    setDraft(null)
    save(record, field, value, (problem) => setDraft({ value, problem }))
  }
  return (
    <div className="detail" data-wide={field.type === 'long_text' || field.type === 'address'}>
      <dt>{label}</dt>
      <dd>
        {draft && Input ? (
          <form
            className="detail-edit"
            onSubmit={(event) => {
              event.preventDefault()
              apply(draft.value)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setDraft(null)
            }}
          >
            <Input
              value={draft.value}
              field={field}
              label={label}
              invalid={draft.problem !== null}
              currency={record.currency as string | undefined}
              onChange={(value) => setDraft({ value, problem: null })}
            />
            <Button small kind="primary" type="submit">
              {t('web.save')}
            </Button>
            <Button small onClick={() => setDraft(null)}>
              {t('web.cancel')}
            </Button>
            {draft.problem ? (
              <span className="field-error" role="alert">
                {draft.problem}
              </span>
            ) : null}
          </form>
        ) : field.right === 'masked' ? (
          <Reveal meta={meta} record={record} field={field} />
        ) : (
          <>
            <FieldView
              value={record[field.name]}
              field={field}
              record={record}
              currency={record.currency as string | undefined}
            />
            {can ? (
              <button
                type="button"
                className="detail-pen"
                aria-label={t('web.edit.field', { name: label })}
                onClick={() => setDraft({ value: record[field.name] ?? null, problem: null })}
              />
            ) : null}
          </>
        )}
      </dd>
    </div>
  )
}
