// Records that point here: the last three of each kind, their number, and "add".
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRelated } from '../api/queries'
import { labelText, useSchema } from '../api/schema'
import type { Field, ObjectMeta, RecordRow, RelatedGroup } from '../api/types'
import { FieldCell } from '../fields/field_view'
import { asText, isBlank } from '../fields/kit'
import { IconButton } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { ErrorState, SkeletonLines } from '../ui/states'
import { openForm } from './stores'

const hidden = new Set(['activity']) // the timeline shows them

function sideField(meta: ObjectMeta): Field | undefined {
  return (
    meta.fields.find((field) => field.type === 'money' && field.name === 'amount') ??
    meta.fields.find((field) => field.name === meta.state_field) ??
    meta.fields.find((field) => field.type === 'phone')
  )
}

function Row({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const format = useFormat()
  const side = sideField(meta)
  const state = meta.fields.find((field) => field.name === meta.state_field)
  const sub =
    [record.number, record.title, record.position].map(asText).find((text) => text !== '') ?? ''
  return (
    <li>
      <Link
        to="/o/$object/$id"
        params={{ object: meta.object, id: record.id }}
        className="related-row"
      >
        <span className="grow">
          <span className="ellipsis related-title">{asText(record[meta.title_field])}</span>
          <span className="row related-sub">
            {sub ? <span className="ellipsis">{sub}</span> : null}
            {state && state !== side && !isBlank(record[state.name]) ? (
              <FieldCell value={record[state.name]} field={state} record={record} />
            ) : null}
          </span>
        </span>
        {side?.type === 'money' ? (
          <span>{format.moneyShort(asText(record[side.name]) || null)}</span>
        ) : side && !isBlank(record[side.name]) ? (
          <FieldCell value={record[side.name]} field={side} record={record} />
        ) : null}
      </Link>
    </li>
  )
}

function Group({
  group,
  meta,
  parent,
  parentMeta,
}: {
  group: RelatedGroup
  meta: ObjectMeta
  parent: RecordRow
  parentMeta: ObjectMeta
}) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const label = labelText(meta.label, language)
  const field = meta.fields.find((one) => one.name === group.field)
  const twice =
    field && field.name !== parentMeta.object ? ` · ${labelText(field.label, language)}` : ''
  const reference = { id: parent.id, name: asText(parent[parentMeta.title_field]) }
  const defaults = {
    [group.field]: reference,
    ...(parentMeta.object !== 'account' &&
    parent.account &&
    meta.fields.some((one) => one.name === 'account')
      ? { account: parent.account }
      : {}),
  }
  return (
    <section className="card">
      <header className="card-head">
        <Icon name={meta.icon ?? 'box'} size={15} />
        <h2>
          {label}
          {twice}
        </h2>
        <Link
          to="/o/$object"
          params={{ object: meta.object }}
          search={{ where: `${group.field} == ${JSON.stringify(parent.id)}` }}
          className="muted"
          aria-label={t('web.related.all', { object: label, count: group.count })}
        >
          {group.count}
        </Link>
        <span className="grow" />
        {meta.can.create ? (
          <IconButton
            small
            icon="plus"
            label={t('web.create.object', { object: label })}
            onClick={() => openForm({ object: meta.object, defaults, onDone: () => undefined })}
          />
        ) : null}
      </header>
      {group.records.length > 0 ? (
        <ul className="related">
          {group.records.map((record) => (
            <Row key={record.id} meta={meta} record={record} />
          ))}
        </ul>
      ) : null}
    </section>
  )
}

export function Related({
  meta,
  record,
  covered = [],
}: {
  meta: ObjectMeta
  record: RecordRow
  covered?: readonly string[]
}) {
  const { t } = useTranslation()
  const schema = useSchema()
  const { language } = useFormat()
  const { data, error, refetch } = useRelated(meta.object, record.id)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines />
  const groups = data.relations.flatMap((group) => {
    const child = schema?.find(group.object)
    return child && !hidden.has(group.object) && !covered.includes(group.object)
      ? [{ group, child }]
      : []
  })
  const filled = groups.filter(({ group }) => group.count > 0)
  const bare = groups.filter(
    ({ group, child }) =>
      group.count === 0 &&
      child.can.create &&
      !child.fields.find((field) => field.name === group.field)?.read_only,
  )
  return (
    <>
      {filled.map(({ group, child }) => (
        <Group
          key={`${group.object}${group.field}`}
          group={group}
          meta={child}
          parent={record}
          parentMeta={meta}
        />
      ))}
      {bare.length > 0 ? (
        <section className="card related-bare" aria-label={t('web.related.none')}>
          {bare.map(({ group, child }) => (
            <button
              key={`${group.object}${group.field}`}
              type="button"
              className="btn btn-ghost btn-small"
              onClick={() =>
                openForm({
                  object: group.object,
                  defaults: {
                    [group.field]: { id: record.id, name: asText(record[meta.title_field]) },
                  },
                  onDone: () => undefined,
                })
              }
            >
              <Icon name="plus" size={13} />
              {labelText(child.label, language)}
              {group.field === meta.object
                ? ''
                : ` · ${labelText(child.fields.find((one) => one.name === group.field)?.label, language)}`}
            </button>
          ))}
        </section>
      ) : null}
    </>
  )
}
