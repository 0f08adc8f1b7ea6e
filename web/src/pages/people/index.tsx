// Users and roles: who works here, with which roles; a password can be set for them.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSession } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { ObjectMeta, RecordRow, Verb } from '../../api/types'
import { FieldCell } from '../../fields/field_view'
import { asText } from '../../fields/kit'
import { openForm } from '../../record/stores'
import { VerbDialog } from '../../record/verb_dialog'
import { Card, Person } from '../../ui/bits'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { ErrorState, SkeletonLines } from '../../ui/states'
import { PasswordDialog } from './password_dialog'
import './people.css'

const usersMax = 200

export default function People() {
  const { t } = useTranslation()
  const { language } = useFormat()
  const users = useObject('user')
  if (!users) return <ErrorState error={{ status: 403 }} />
  return (
    <div className="page people">
      <header className="row">
        <h1 className="grow">{t('web.people')}</h1>
        {users.can.create ? (
          <Button
            kind="primary"
            icon="user-plus"
            onClick={() => openForm({ object: 'user', onDone: () => undefined })}
          >
            {t('web.create.object', { object: labelText(users.label, language) })}
          </Button>
        ) : null}
      </header>
      <div className="people-two">
        <Users meta={users} />
        <Roles />
      </div>
    </div>
  )
}

function Users({ meta }: { meta: ObjectMeta }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState<{ record: RecordRow; verb: Verb } | null>(null)
  const [password, setPassword] = useState<RecordRow | null>(null)
  const isAdministrator = useSession()?.user.administrator ?? false
  const { data, error, refetch } = useList('user', {
    sort: 'name',
    limit: usersMax,
    can: true,
    fields: ['name', 'login', 'dept', 'position', 'status', 'mobile'],
    ...(q.trim()
      ? {
          where: `name contains ${JSON.stringify(q.trim())} or login contains ${JSON.stringify(q.trim())}`,
        }
      : {}),
  })
  const status = meta.fields.find((field) => field.name === 'status')
  const assign = meta.verbs?.find((verb) => verb.name === 'assign_roles')
  const leave = meta.verbs?.find((verb) => verb.name === 'leave')
  return (
    <Card
      title={labelText(meta.label, language)}
      sub={String(data?.records.length ?? '')}
      actions={
        <input
          className="input people-search"
          type="search"
          aria-label={t('web.people.search')}
          placeholder={t('web.people.search')}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={6} /> : null}
      <ul className="people-list">
        {data?.records.map((row) => (
          <li key={row.id}>
            <Link to="/o/$object/$id" params={{ object: 'user', id: row.id }} className="grow">
              <Person name={asText(row.name)} size={28} />
            </Link>
            <span className="muted people-login">{asText(row.login)}</span>
            <span className="people-dept ellipsis">
              {[asText(row.dept), asText(row.position)].filter(Boolean).join(' · ')}
            </span>
            {status ? <FieldCell value={row.status} field={status} record={row} /> : null}
            <span className="people-acts">
              {assign &&
              row.can?.verbs.includes('assign_roles') !== false &&
              meta.can.verbs.includes('assign_roles') ? (
                <Button small onClick={() => setAsked({ record: row, verb: assign })}>
                  {t('web.people.roles')}
                </Button>
              ) : null}
              {leave && row.can?.verbs.includes('leave') ? (
                <Button small kind="ghost" onClick={() => setAsked({ record: row, verb: leave })}>
                  {t('web.leaver.open')}
                </Button>
              ) : null}
              {isAdministrator ? (
                <Button small kind="ghost" onClick={() => setPassword(row)}>
                  {t('web.people.password')}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {asked ? (
        <VerbDialog
          meta={meta}
          record={asked.record}
          verb={asked.verb}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {password ? <PasswordDialog user={password} onClose={() => setPassword(null)} /> : null}
    </Card>
  )
}

function Roles() {
  const { t } = useTranslation()
  const meta = useObject('role')
  const { language } = useFormat()
  const { data } = useList(
    'role',
    { sort: 'name', limit: usersMax, fields: ['name', 'code', 'description'] },
    meta !== undefined,
  )
  if (!meta) return null
  return (
    <Card title={labelText(meta.label, language)} sub={t('web.people.roles_sub')}>
      <ul className="people-roles">
        {data?.records.map((row) => (
          <li key={row.id}>
            <Link to="/o/$object/$id" params={{ object: 'role', id: row.id }}>
              {asText(row.name)}
            </Link>
            <code className="muted">{asText(row.code)}</code>
            <p className="muted">{asText(row.description)}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
