// Two records that are one: which stays, whose value each field has, and what moves along.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { touch, useRecord, useRelated } from '../../api/queries'
import { labelText, useSchema } from '../../api/schema'
import type { ObjectMeta, RecordRow } from '../../api/types'
import { FieldCell } from '../../fields/field_view'
import { AnyReferenceInput, isReference } from '../../fields/parts/reference'
import { ActDialog, useAct } from '../../record/act_dialog'
import type { VerbDialogProps } from '../../record/extend'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { ErrorState, SkeletonLines } from '../../ui/states'
import { toast } from '../../ui/toast'
import { differing, startTaken, titleOf, turned } from './choices'
import './merge.css'

export default function MergeDialog({ meta, record, verb, start, onClose }: VerbDialogProps) {
  const { language } = useFormat()
  const { t } = useTranslation()
  const [other, setOther] = useState(typeof start?.other === 'string' ? start.other : '')
  const one = useRecord(meta.object, record.id)
  const two = useRecord(meta.object, other)
  if (other !== '' && one.data && two.data) {
    return (
      <Choose
        meta={meta}
        records={[one.data, two.data]}
        verbLabel={labelText(verb.label, language)}
        onClose={onClose}
      />
    )
  }
  const argument = verb.arguments?.find((each) => each.name === 'other')
  const error = one.error ?? (other === '' ? null : two.error)
  return (
    <Dialog open title={t('web.merge.title', { object: labelText(meta.label, language) })} onClose={onClose}>
      {error ? <ErrorState error={error} /> : null}
      {other === '' && argument ? (
        <div className="stack merge-pick">
          <p>{t('web.merge.pick', { name: titleOf(meta, record) })}</p>
          <AnyReferenceInput
            field={{ ...argument, right: 'write' }}
            label={labelText(argument.label, language)}
            value={null}
            onChange={(value) => {
              if (isReference(value) && value.id !== record.id) setOther(value.id)
            }}
          />
        </div>
      ) : error ? null : (
        <SkeletonLines lines={6} />
      )}
    </Dialog>
  )
}

interface ChooseProps {
  meta: ObjectMeta
  records: readonly [RecordRow, RecordRow]
  verbLabel: string
  onClose: () => void
}

function useMerge(meta: ObjectMeta, onClose: () => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const acting = useAct()
  const merge = (kept: RecordRow, other: RecordRow, taken: ReadonlySet<string>) =>
    acting.run(async () => {
      const args = { other: other.id, other_version: other.version, take: [...taken].join(',') }
      const answer = await api.verb(meta.object, kept.id, 'merge', args, kept.version)
      const moved = (answer.result as { moved?: number } | null)?.moved ?? 0
      toast(t('web.merge.done', { name: titleOf(meta, answer.record), count: moved }))
      onClose()
      await navigate({ to: '/o/$object/$id', params: { object: meta.object, id: kept.id } })
      client.removeQueries({ queryKey: ['record', meta.object, other.id] })
      client.removeQueries({ queryKey: ['duplicates', meta.object] })
      touch(client, meta.object, kept.id)
    })
  return { merge, acting }
}

function Choose({ meta, records, verbLabel, onClose }: ChooseProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const [stays, setStays] = useState(0)
  const kept = records[stays === 0 ? 0 : 1]
  const other = records[stays === 0 ? 1 : 0]
  const fields = differing(meta, records[0], records[1])
  const [taken, setTaken] = useState(() => startTaken(fields, kept))
  const { merge, acting } = useMerge(meta, onClose)
  const take = (name: string, fromOther: boolean) => {
    const next = new Set(taken)
    if (fromOther) next.add(name)
    else next.delete(name)
    setTaken(next)
  }
  const keep = (index: number) => {
    if (index === stays) return
    setStays(index)
    setTaken(turned(fields, taken))
  }
  return (
    <ActDialog
      kind="wide"
      title={t('web.merge.title', { object: labelText(meta.label, language) })}
      acting={acting}
      act={verbLabel}
      onAct={() => void merge(kept, other, taken)}
      onClose={onClose}
    >
      <div className="merge">
        <div className="merge-row merge-head" role="radiogroup" aria-label={t('web.merge.stays')}>
          <span className="muted">{t('web.merge.stays')}</span>
          {records.map((record, index) => (
            <label key={record.id} data-chosen={index === stays}>
              <input type="radio" name="merge-stays" checked={index === stays} onChange={() => keep(index)} />
              <strong>{titleOf(meta, record)}</strong>
            </label>
          ))}
        </div>
        {fields.map((field) => {
          const label = labelText(field.label, language)
          return (
            <div key={field.name} className="merge-row" role="radiogroup" aria-label={label}>
              <span className="muted">{label}</span>
              {records.map((record, index) => {
                const fromOther = index !== stays
                const chosen = taken.has(field.name) === fromOther
                return (
                  <label key={record.id} data-chosen={chosen}>
                    <input
                      type="radio"
                      name={`merge-${field.name}`}
                      checked={chosen}
                      onChange={() => take(field.name, fromOther)}
                    />
                    <FieldCell value={record[field.name]} field={field} record={record} />
                  </label>
                )
              })}
            </div>
          )
        })}
        {fields.length === 0 ? <p className="muted">{t('web.merge.alike')}</p> : null}
        <Moves meta={meta} other={other} />
      </div>
    </ActDialog>
  )
}

// What points at the record that goes; the server moves also what this person cannot see.
function Moves({ meta, other }: { meta: ObjectMeta; other: RecordRow }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const schema = useSchema()
  const { data } = useRelated(meta.object, other.id)
  const counts = new Map<string, number>()
  for (const group of data?.relations ?? [])
    counts.set(group.object, (counts.get(group.object) ?? 0) + group.count)
  const parts = [...counts]
    .filter(([, count]) => count > 0)
    .map(([object, count]) => {
      const label = schema?.find(object)?.label
      return t('web.merge.part', { object: label ? labelText(label, language) : object, count })
    })
  const name = titleOf(meta, other)
  return (
    <p className="merge-moves" role="status">
      {parts.length > 0
        ? t('web.merge.moves', { name, parts: parts.join(t('web.merge.comma')) })
        : t('web.merge.moves_none', { name })}{' '}
      {t('web.merge.bin', { name })}
    </p>
  )
}
