// "Why can she see this?": choose a person, read what gives or denies the record and its fields.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../api/client'
import { useSession } from '../api/queries'
import type { Field, ObjectMeta, RecordRow, Reference } from '../api/types'
import { AnyReferenceInput, isReference } from '../fields/parts/reference'
import { asText } from '../fields/kit'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { ErrorState, SkeletonLines } from '../ui/states'

interface Side {
  allowed: boolean
  reasons: string[]
  obstacles: string[]
}
interface Access {
  user: Reference
  active: boolean
  roles: string[]
  read: Side
  write: Side
  fields: { name: string; label: string; right: 'hidden' | 'masked' }[]
}

const person: Field = {
  name: 'user',
  type: 'user',
  label: { zh: '选一个人', en: 'Person' },
  right: 'write',
}

interface Props {
  meta: ObjectMeta
  record: RecordRow
  onClose: () => void
}

export default function AccessDialog({ meta, record, onClose }: Props) {
  const { t } = useTranslation()
  const [who, setWho] = useState<Reference | null>(null)
  const me = useSession()?.user
  const { data, error } = useQuery({
    queryKey: ['access', meta.object, record.id, record.version, who?.id],
    queryFn: ({ signal }) =>
      call<Access>('GET', `/records/${meta.object}/${record.id}/access`, {
        query: { user: who?.id },
        signal,
      }),
    enabled: who !== null,
    retry: false,
  })
  return (
    <Dialog
      open
      title={t('web.access.title', { name: asText(record[meta.title_field]) })}
      onClose={onClose}
    >
      <div className="stack access">
        <AnyReferenceInput
          field={person}
          label={t('web.access.person')}
          value={who}
          onChange={(value) => setWho(isReference(value) ? value : null)}
        />
        {me?.administrator ? null : <p className="muted">{t('web.access.note')}</p>}
        {who && error ? <ErrorState error={error} /> : null}
        {who && !data && !error ? <SkeletonLines lines={5} /> : null}
        {who && data ? <Told access={data} /> : null}
      </div>
    </Dialog>
  )
}

function Told({ access }: { access: Access }) {
  const { t } = useTranslation()
  const names = (right: string) =>
    access.fields.filter((field) => field.right === right).map((field) => field.label)
  const hidden = names('hidden')
  const masked = names('masked')
  return (
    <div className="stack" role="status">
      <p className="muted">
        {access.roles.length > 0
          ? t('web.access.roles', { roles: access.roles.join(t('web.merge.comma')) })
          : t('web.access.no_roles')}
      </p>
      <Part
        side={access.read}
        title={access.read.allowed ? t('web.access.may_read') : t('web.access.may_not_read')}
      />
      <Part
        side={access.write}
        title={access.write.allowed ? t('web.access.may_write') : t('web.access.may_not_write')}
      />
      {!access.read.allowed ? null : access.fields.length === 0 ? (
        <p className="muted">{t('web.access.all_fields')}</p>
      ) : (
        <dl className="access-fields">
          {hidden.length > 0 ? <dt>{t('web.access.hidden')}</dt> : null}
          {hidden.length > 0 ? <dd>{hidden.join(t('web.merge.comma'))}</dd> : null}
          {masked.length > 0 ? <dt>{t('web.access.masked')}</dt> : null}
          {masked.length > 0 ? <dd>{masked.join(t('web.merge.comma'))}</dd> : null}
        </dl>
      )}
    </div>
  )
}

function Part({ side, title }: { side: Side; title: string }) {
  const lines = side.allowed ? side.reasons : side.obstacles
  return (
    <section>
      <h3 className="row">
        <Icon name={side.allowed ? 'circle-check' : 'circle-x'} size={16} />
        {title}
      </h3>
      <ul className="access-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
