// Under the stage path: what the next stage still wants, the fields that decide, guidance.
import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import type { Field, ObjectMeta, RecordRow, Reference } from '../../api/types'
import { FieldView } from '../../fields/field_view'
import { asText, isBlank } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { openForm } from '../../record/stores'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { missingFields, useBoardStages, type Stage } from '../../record/stages'
import './opportunity.css'

const keyNames = ['contact', 'expected_close', 'competitors', 'next_step', 'next_time']
const keyMax = 5

export default function OpportunityTop({ meta, record }: RecordPanelProps) {
  const stages = useBoardStages((record.pipeline as Reference | null)?.id)
  const now = stages?.find((stage) => stage.id === (record.stage as Reference | null)?.id)
  if (!stages || !now || now.kind !== 'open') return null
  const next = stages.find((stage) => stage.kind === 'open' && stage.position > now.position)
  return (
    <div className="guide">
      <Checklist meta={meta} record={record} now={now} next={next} />
      <KeyFields meta={meta} record={record} />
      <Guidance record={record} now={now} />
    </div>
  )
}

function wantedFields(meta: ObjectMeta, stages: readonly (Stage | undefined)[]): Field[] {
  const names = [...new Set(stages.flatMap((stage) => stage?.entryFields ?? []))]
  return names.flatMap((name) => meta.fields.find((field) => field.name === name) ?? [])
}

interface ChecklistProps extends RecordPanelProps {
  now: Stage
  next: Stage | undefined
}

function Checklist({ meta, record, now, next }: ChecklistProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const wanted = wantedFields(meta, [now, next])
  const missing = new Set(
    [now, next].flatMap((stage) => (stage ? missingFields(meta, record, stage) : [])),
  )
  const steps = [
    ...wanted.map((field) => ({
      field: field.name,
      done: !missing.has(field),
      label: labelText(field.label, language),
    })),
    { field: 'next_step', done: !isBlank(record.next_step), label: t('web.guide.next_step') },
    {
      field: '',
      done: !isBlank(record.last_follow_at),
      label: t('web.guide.followed'),
    },
  ]
  const done = steps.filter((step) => step.done).length
  const mayEdit = record.can?.update ?? meta.can.update
  return (
    <section className="guide-card" aria-label={t('web.guide.todo')}>
      <h2>
        <Icon name="clipboard-check" size={14} />
        {next ? t('web.guide.before', { stage: next.name }) : t('web.guide.todo')}
        <span className="muted">
          {done} / {steps.length}
        </span>
      </h2>
      <ul className="guide-steps">
        {steps.map((step) => (
          <li key={step.label} data-done={step.done}>
            <Icon name={step.done ? 'check' : 'circle-alert'} size={14} />
            {step.done || !mayEdit || step.field === '' ? (
              <span>{step.label}</span>
            ) : (
              <button
                type="button"
                className="btn btn-link"
                onClick={() => openForm({ object: meta.object, record, fields: [step.field] })}
              >
                {t('web.guide.fill', { name: step.label })}
              </button>
            )}
            <span className="sr-only">{t(step.done ? 'web.guide.done' : 'web.guide.missing')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function KeyFields({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const fields = keyNames
    .flatMap((name) => meta.fields.find((field) => field.name === name) ?? [])
    .slice(0, keyMax)
  return (
    <section className="guide-card" aria-label={t('web.guide.key_fields')}>
      <h2>{t('web.guide.key_fields')}</h2>
      <dl className="guide-fields">
        {fields.map((field) => (
          <div key={field.name}>
            <dt>{labelText(field.label, language)}</dt>
            <dd>
              {isBlank(record[field.name]) ? (
                <button
                  type="button"
                  className="btn btn-link guide-missing"
                  onClick={() => openForm({ object: meta.object, record, fields: [field.name] })}
                >
                  {t('web.guide.to_fill')}
                  <span className="sr-only"> {labelText(field.label, language)}</span>
                </button>
              ) : (
                <FieldView value={record[field.name]} field={field} record={record} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Guidance({ record, now }: { record: RecordRow; now: Stage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const days = Number(asText(record.days_in_stage) || 0)
  const late = now.maxDays !== null && days > now.maxDays
  const due = isBlank(record.expected_close) ? null : format.due(asText(record.expected_close))
  return (
    <section className="guide-card guide-advice" aria-label={t('web.guide.advice')}>
      <h2>
        <Icon name="trophy" size={14} />
        {t('web.guide.advice')}
      </h2>
      <ul>
        {now.maxDays === null ? null : (
          <li className={late ? 'guide-late' : ''}>
            {t(late ? 'web.guide.too_long' : 'web.guide.days', { days, max: now.maxDays })}
          </li>
        )}
        {due?.late ? (
          <li className="guide-late">{t('web.guide.close_late', { due: due.text })}</li>
        ) : null}
        {isBlank(record.next_time) ? <li>{t('web.guide.no_next_time')}</li> : null}
      </ul>
      {now.manual ? <p className="prose">{now.manual}</p> : null}
    </section>
  )
}
