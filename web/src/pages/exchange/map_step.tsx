import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import type { Field, ObjectMeta } from '../../api/types'
import { Pill } from '../../ui/bits'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import {
  mappedTwice,
  mappingOf,
  type ImportAnswer,
  type ImportColumn,
  type ImportOptions,
} from './imports'
import { Issues } from './issues'
import { Reading } from './reading'

interface Props {
  meta: ObjectMeta
  answer: ImportAnswer
  busy: boolean
  onOptions: (options: ImportOptions) => void
  onRun: () => void
}

const sureFrom = 80 // of 100: below it a person should look

const importable = (field: Field): boolean =>
  !field.hidden &&
  field.right !== 'read' &&
  !['formula', 'rollup', 'lines', 'attachment'].includes(field.type)

export function MapStep({ meta, answer, busy, onOptions, onRun }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { language } = format
  const [mapping, setMapping] = useState(() => mappingOf(answer))
  const fields = useMemo(() => meta.fields.filter(importable), [meta])
  const checking = answer.state === 'checking'
  const changed = JSON.stringify(mapping) !== JSON.stringify(mappingOf(answer))
  const twice = mappedTwice(mapping)
  const used = new Set(Object.values(mapping))
  const missing = fields.filter(
    (field) => field.required && !field.default_value && !used.has(field.name),
  )
  const name = (field: string) =>
    labelText(fields.find((one) => one.name === field)?.label, language) || field
  return (
    <div className="stack import-map">
      <Reading answer={answer} meta={meta} disabled={busy || checking} onOptions={onOptions} />
      <div
        className="lines-scroll"
        tabIndex={0}
        role="region"
        aria-label={t('web.import.step.map')}
      >
        <table className="lines-table">
          <thead>
            <tr>
              <th scope="col">{t('web.import.column')}</th>
              <th scope="col">{t('web.import.samples')}</th>
              <th scope="col">{t('web.import.field')}</th>
              <th scope="col">{t('web.import.sure')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.columns.map((column) => (
              <ColumnRow
                key={column.name}
                column={column}
                fields={fields}
                field={mapping[column.name] ?? null}
                onChange={(field) => setMapping({ ...mapping, [column.name]: field })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {twice.length > 0 ? (
        <p className="field-error" role="alert">
          {t('web.import.twice', { fields: twice.map(name).join(t('web.filter.comma')) })}
        </p>
      ) : null}
      {missing.length > 0 ? (
        <p className="import-warn">
          <Icon name="alert-triangle" size={14} />
          {t('web.import.missing', {
            fields: missing
              .map((field) => labelText(field.label, language))
              .join(t('web.filter.comma')),
          })}
        </p>
      ) : null}
      {changed ? null : <Checked answer={answer} />}
      {changed || checking ? null : <Issues answer={answer} />}
      <div className="row import-acts">
        <span className="muted">{t('web.import.undo_note')}</span>
        <span className="grow" />
        {changed ? (
          <Button
            kind="primary"
            busy={busy}
            disabled={twice.length > 0}
            onClick={() => onOptions({ mapping })}
          >
            {t('web.import.check')}
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={busy || checking}
            disabled={answer.sound === 0}
            onClick={onRun}
          >
            {t('web.import.run', { count: format.number(answer.sound) })}
          </Button>
        )}
      </div>
    </div>
  )
}

interface RowProps {
  column: ImportColumn
  fields: readonly Field[]
  field: string | null
  onChange: (field: string | null) => void
}

function ColumnRow({ column, fields, field, onChange }: RowProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const choices = fields.map((one) => ({
    key: one.name,
    label: labelText(one.label, language),
    hint: one.name,
  }))
  const proposed = field !== null && field === column.field
  return (
    <tr>
      <td>
        <strong>{column.name}</strong>
      </td>
      <td className="muted">
        <span className="ellipsis import-samples">
          {column.samples.filter(Boolean).slice(0, 3).join(' · ')}
        </span>
      </td>
      <td className="import-field">
        <Combobox
          choices={choices}
          value={choices.find((one) => one.key === field) ?? null}
          label={t('web.import.field_of', { name: column.name })}
          placeholder={t('web.import.leave_out')}
          onChange={(choice) => onChange(choice?.key ?? null)}
        />
      </td>
      <td>
        {field === null ? (
          <Pill color="#8A919E">{t('web.import.left_out')}</Pill>
        ) : proposed && column.confidence < sureFrom ? (
          <Pill color="#C2610C">{t('web.import.look')}</Pill>
        ) : (
          <Pill color="#0E8A5F">{t('web.import.mapped')}</Pill>
        )}
      </td>
    </tr>
  )
}

function Checked({ answer }: { answer: ImportAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (answer.state === 'checking')
    return (
      <p role="status" className="row">
        <Icon name="loader" className="spin" />
        {t('web.import.checking', {
          done: format.number(answer.done),
          total: format.number(answer.rows),
        })}
      </p>
    )
  return (
    <div className="import-counts" role="status">
      <span>
        {t('web.import.rows')} <strong>{format.number(answer.rows)}</strong>
      </span>
      <span>
        {t('web.import.sound')} <strong>{format.number(answer.sound)}</strong>
      </span>
      <span className={answer.bad > 0 ? 'late' : ''}>
        {t('web.import.bad')} <strong>{format.number(answer.bad)}</strong>
      </span>
      <span>
        {t('web.import.duplicates')} <strong>{format.number(answer.duplicates)}</strong>
      </span>
    </div>
  )
}
