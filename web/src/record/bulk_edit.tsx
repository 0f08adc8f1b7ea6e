// One field of many records: which, to what, and what that changes, before it happens.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fields } from '../api/calls'
import { toWire, useAggregate } from '../api/queries'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { FieldCell } from '../fields/field_view'
import { asText } from '../fields/kit'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useFormat } from '../ui/format'
import { isEditable } from './form_fields'

const shownMax = 6
const plain = new Set(['lines', 'attachment', 'address'])

interface Props {
  meta: ObjectMeta
  count: number
  where: string // of the chosen records
  rows: readonly RecordRow[] // those of them that are loaded
  onClose: () => void
  onRun: (fields: Fields) => Promise<void>
}

export function BulkEdit({ meta, count, where, rows, onClose, onRun }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const fields = meta.fields.filter((field) => isEditable(field) && !plain.has(field.type))
  const [name, setName] = useState('')
  const [value, setValue] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const field = fields.find((one) => one.name === name)
  const Input = field ? uiOf(field).Input : null
  const run = async () => {
    if (!field) return
    setBusy(true)
    await onRun(toWire({ [field.name]: value }))
    setBusy(false)
  }
  return (
    <Dialog
      open
      title={t('web.bulk.edit_title', { count: format.number(count) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" disabled={!field} busy={busy} onClick={() => void run()}>
            {t('web.bulk.apply', { count: format.number(count) })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <label className="field">
          <span className="field-label">{t('web.bulk.which')}</span>
          <select
            className="input"
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              setValue(null)
            }}
          >
            <option value="">{t('web.bulk.choose')}</option>
            {fields.map((one) => (
              <option key={one.name} value={one.name}>
                {labelText(one.label, format.language)}
              </option>
            ))}
          </select>
        </label>
        {field && Input ? (
          <div className="field">
            <span className="field-label">{t('web.bulk.to')}</span>
            <Input
              key={field.name}
              field={field}
              label={t('web.bulk.to')}
              value={value}
              onChange={setValue}
            />
          </div>
        ) : null}
        {field ? <Preview {...{ meta, field, value, where, rows, count }} /> : null}
      </div>
    </Dialog>
  )
}

interface PreviewProps extends Pick<Props, 'meta' | 'where' | 'rows' | 'count'> {
  field: Field
  value: unknown
}

function Preview({ meta, field, value, where, rows, count }: PreviewProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const groups = ['select', 'user', 'department', 'lookup', 'boolean'].includes(field.type)
  const { data } = useAggregate(
    { object: meta.object, where, group: [field.name], measures: [{ fn: 'count' }], limit: 50 },
    groups,
  )
  const now = data?.rows
    .map((row) => ({ value: row[field.name], count: Number(asText(row.count)) }))
    .sort((a, b) => b.count - a.count)
  return (
    <section aria-label={t('web.bulk.preview')} className="bulk-preview">
      <h3>{t('web.bulk.preview')}</h3>
      {groups && now ? (
        <ul>
          {now.slice(0, shownMax).map((one, index) => (
            <li key={index}>
              <FieldCell value={one.value} field={field} />
              <span aria-hidden="true">→</span>
              <FieldCell value={value} field={field} />
              <span className="muted">
                {t('web.bulk.times', { count: format.number(one.count) })}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <ul>
          {rows.slice(0, shownMax).map((row) => (
            <li key={row.id}>
              <span className="ellipsis bulk-name">{asText(row[meta.title_field])}</span>
              <FieldCell value={row[field.name]} field={field} record={row} />
              <span aria-hidden="true">→</span>
              <FieldCell value={value} field={field} record={row} />
            </li>
          ))}
        </ul>
      )}
      <p className="muted">{t('web.bulk.promise', { count: format.number(count) })}</p>
    </section>
  )
}
