// Title, owner, facts and what may be done with the record.
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { ApiError } from '../api/client'
import { touch, useSession } from '../api/queries'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow, Verb } from '../api/types'
import { FieldView } from '../fields/field_view'
import { addDays } from '../base/dates'
import { asText, isBlank } from '../fields/kit'
import { Person } from '../ui/bits'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { MenuButton, type MenuRow } from '../ui/menu'
import { toast } from '../ui/toast'
import { FollowButton } from './follow_button'
import { openForm, useStores } from './stores'
import { asksFirst, useVerb, VerbDialog } from './verb_dialog'

// Asked seldom: not part of the page's first load.
const AccessDialog = lazy(() => import('./access_dialog'))

const factsMax = 6
const buttonsMax = 2
const pathVerbs = new Set(['advance', 'back'])

export function usableVerbs(meta: ObjectMeta, record: RecordRow): Verb[] {
  const allowed = new Set(record.can?.verbs ?? meta.can.verbs)
  return (meta.verbs ?? []).filter((verb) => allowed.has(verb.name))
}

function factFields(meta: ObjectMeta): Field[] {
  const first = [
    'amount',
    'received',
    'remaining',
    'win_rate',
    'weighted',
    'expected_close',
    'next_step',
    'sign_date',
    'due_date',
  ]
  const columns = meta.views?.[0]?.columns ?? []
  const layout = meta.layout?.[0]?.fields ?? []
  const names = [
    ...first,
    ...columns,
    ...layout,
    ...meta.fields.filter((field) => field.type === 'rollup').map((field) => field.name),
  ]
  const skip = new Set([
    meta.title_field,
    'owner',
    'number',
    'account',
    meta.state_field,
    'description',
    'note',
    'lines',
  ])
  return [...new Set(names)]
    .filter((name) => !skip.has(name))
    .flatMap((name) => meta.fields.find((field) => field.name === name && !field.hidden) ?? [])
    .filter((field) => !['lines', 'attachment', 'long_text'].includes(field.type))
}

function Facts({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { language } = useFormat()
  const fields = factFields(meta)
  const filled = [
    ...fields.filter((field) => !isBlank(record[field.name])),
    ...fields.filter((field) => isBlank(record[field.name])),
  ].slice(0, factsMax)
  if (filled.length === 0) return null
  return (
    <dl className="facts">
      {filled.map((field) => (
        <div key={field.name}>
          <dt>{labelText(field.label, language)}</dt>
          <dd>
            <FieldView value={record[field.name]} field={field} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function RecordHead({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const account = meta.fields.find((field) => field.name === 'account')
  const label = labelText(meta.label, format.language)
  return (
    <>
      <nav className="crumbs" aria-label={t('web.nav.crumbs')}>
        <Link to="/o/$object" params={{ object: meta.object }}>
          {label}
        </Link>
        <Icon name="chevron-right" size={13} />
        <span>{asText(record.number) || asText(record[meta.title_field])}</span>
      </nav>
      <div className="record-head">
        <span className="record-icon">
          <Icon name={meta.icon ?? 'box'} size={20} />
        </span>
        <div className="grow">
          <div className="record-title">
            <h1 className="ellipsis">{asText(record[meta.title_field]) || t('web.unnamed')}</h1>
            <FollowButton meta={meta} record={record} />
          </div>
          <div className="record-sub">
            {account && !isBlank(record.account) ? (
              <FieldView value={record.account} field={account} record={record} />
            ) : null}
            {isBlank(record.owner) ? null : <Person name={asText(record.owner)} size={18} />}
            {isBlank(record.created_at) ? null : (
              <span>
                {t('web.record.created', {
                  date: format.date(format.dayOf(asText(record.created_at))),
                })}
              </span>
            )}
          </div>
        </div>
        <Actions meta={meta} record={record} />
      </div>
      <Facts meta={meta} record={record} />
    </>
  )
}

function useRemove(meta: ObjectMeta, record: RecordRow): () => Promise<void> {
  const { t } = useTranslation()
  const { language } = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await api.remove(meta.object, record.id, record.version)
      toast(t('web.removed', { object: labelText(meta.label, language) }), {
        undo: () => void api.restore(meta.object, record.id).then(() => touch(client, meta.object)),
      })
      client.removeQueries({ queryKey: ['record', meta.object, record.id] })
      await navigate({ to: '/o/$object', params: { object: meta.object } })
      touch(client, meta.object)
    } catch (error) {
      toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' })
    }
  }
}

function Actions({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { language } = format
  const navigate = useNavigate()
  const askPast = (today: string) =>
    void navigate({ to: '.', search: { day: addDays(today, -30), tab: 'details' } })
  const [asked, setAsked] = useState<Verb | null>(null)
  const [busy, setBusy] = useState('')
  const [why, setWhy] = useState(false)
  const me = useSession()?.user
  const asksWhy = me !== undefined && (me.administrator || me.team.length > 1)
  const act = useVerb(meta, record)
  const remove = useRemove(meta, record)
  const verbs = usableVerbs(meta, record).filter((verb) => !pathVerbs.has(verb.name))
  const primary = verbs.filter((verb) => verb.primary).slice(0, buttonsMax)
  const run = async (verb: Verb) => {
    if (asksFirst(verb)) return setAsked(verb)
    setBusy(verb.name)
    try {
      await act(verb, {})
    } catch (error) {
      toast(
        error instanceof ApiError
          ? [error.message, error.hint].filter(Boolean).join(' ')
          : t('web.state.failed'),
        { kind: 'bad' },
      )
    } finally {
      setBusy('')
    }
  }
  const can = record.can ?? meta.can
  const rows: MenuRow[] = [
    ...verbs
      .filter((verb) => !primary.includes(verb))
      .map((verb) => ({
        key: verb.name,
        label: labelText(verb.label, language),
        icon: verb.icon ?? 'zap',
        danger: verb.danger ?? false,
        onSelect: () => void run(verb),
      })),
    { key: 'line', line: true as const },
    ...(meta.has_history === false
      ? []
      : [
          {
            key: 'past',
            label: t('web.past.open'),
            icon: 'history',
            onSelect: () => askPast(format.today),
          },
        ]),
    ...(meta.object === 'quote' || meta.object === 'contract'
      ? [
          {
            key: 'print',
            label: t('web.print'),
            icon: 'printer',
            onSelect: () => {
              window.open(`/api/v1/print/${meta.object}/${record.id}`, '_blank', 'noopener')
            },
          },
        ]
      : []),
    ...(asksWhy
      ? [
          {
            key: 'why',
            label: t('web.access.open'),
            icon: 'eye',
            onSelect: () => setWhy(true),
          },
        ]
      : []),
    {
      key: 'link',
      label: t('web.record.copy_link'),
      icon: 'link',
      onSelect: () =>
        void navigator.clipboard?.writeText(location.href).then(() => toast(t('web.copied'))),
    },
    ...(can.remove
      ? [
          {
            key: 'remove',
            label: t('web.delete'),
            icon: 'trash',
            danger: true,
            onSelect: () => void remove(),
          },
        ]
      : []),
  ]
  return (
    <div className="record-actions">
      {primary.map((verb) => (
        <Button
          key={verb.name}
          icon={verb.icon ?? 'zap'}
          busy={busy === verb.name}
          onClick={() => void run(verb)}
        >
          {labelText(verb.label, language)}
        </Button>
      ))}
      {can.update ? (
        <Button icon="pencil" onClick={() => openForm({ object: meta.object, record })}>
          {t('web.edit')}
        </Button>
      ) : null}
      {meta.object === 'activity' ? null : (
        <Button
          kind="primary"
          icon="message-square"
          onClick={() => useStores.getState().askFollowUp()}
        >
          {t('web.follow_up')}
        </Button>
      )}
      <MenuButton rows={rows} label={t('web.more')} align="end" iconOnly className="btn btn-icon">
        <Icon name="ellipsis" />
      </MenuButton>
      {asked ? (
        <VerbDialog meta={meta} record={record} verb={asked} onClose={() => setAsked(null)} />
      ) : null}
      {why ? (
        <Suspense fallback={null}>
          <AccessDialog meta={meta} record={record} onClose={() => setWhy(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
