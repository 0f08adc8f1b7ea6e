// The customer beside his opportunity, quote or contract: who he is, what he bought and owes.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useList, useRecord } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { RecordRow, Reference } from '../../api/types'
import { asText, isBlank } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { openForm } from '../../record/stores'
import { Avatar, Tag } from '../../ui/bits'
import { IconButton } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { SkeletonLines } from '../../ui/states'
import { choiceText, useOwed } from './figures'
import './account.css'

const contactsShown = 5

export default function AccountCard({ record }: RecordPanelProps) {
  const account = record.account as Reference | null | undefined
  const meta = useObject('account')
  if (!account?.id || !meta) return null
  return <Known id={account.id} />
}

function Known({ id }: { id: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const meta = useObject('account')
  const { data: account, error } = useRecord('account', id)
  const owed = useOwed(id)
  if (error || !meta) return null
  if (!account) return <SkeletonLines lines={4} />
  const words = [
    asText(account.industry),
    choiceText(meta, account, 'size', format.language),
    choiceText(meta, account, 'grade', format.language),
  ].filter(Boolean)
  const since = asText(account.first_deal_at)
  return (
    <>
      <section className="card account-card">
        <header className="card-head">
          <Icon name={meta.icon ?? 'building-2'} size={15} />
          <h2>{labelText(meta.label, format.language)}</h2>
        </header>
        <div className="account-body">
          <Link to="/o/$object/$id" params={{ object: 'account', id }} className="account-name">
            {asText(account.name)}
          </Link>
          {words.length > 0 ? <p className="muted">{words.join(' · ')}</p> : null}
          <dl className="account-sums">
            <div>
              <dt>{t('web.account.signed')}</dt>
              <dd>{format.moneyShort(asText(account.deal_total) || '0')}</dd>
            </div>
            {owed ? (
              <div>
                <dt>{t('web.account.owed')}</dt>
                <dd data-late={owed.late || undefined}>{format.moneyShort(owed.remaining)}</dd>
              </div>
            ) : null}
            <div>
              <dt>{t('web.account.since')}</dt>
              <dd>{since === '' ? t('web.account.new') : format.month(since.slice(0, 7))}</dd>
            </div>
          </dl>
        </div>
      </section>
      <Contacts account={account} />
    </>
  )
}

function Contacts({ account }: { account: RecordRow }) {
  const { t } = useTranslation()
  const { language, phone } = useFormat()
  const meta = useObject('contact')
  const { data } = useList(
    'contact',
    {
      where: `account == ${JSON.stringify(account.id)}`,
      limit: contactsShown,
      count: 'quick',
    },
    meta !== undefined,
  )
  if (!meta || !data) return null
  const label = labelText(meta.label, language)
  return (
    <section className="card">
      <header className="card-head">
        <Icon name={meta.icon ?? 'contact'} size={15} />
        <h2>{label}</h2>
        <span className="muted">{data.count}</span>
        <span className="grow" />
        {meta.can.create ? (
          <IconButton
            small
            icon="plus"
            label={t('web.create.object', { object: label })}
            onClick={() =>
              openForm({
                object: 'contact',
                defaults: { account: { id: account.id, name: asText(account.name) } },
                onDone: () => undefined,
              })
            }
          />
        ) : null}
      </header>
      <ul className="account-people">
        {data.records.map((person) => (
          <li key={person.id}>
            <Avatar name={asText(person.name)} size={26} />
            <Link
              to="/o/$object/$id"
              params={{ object: 'contact', id: person.id }}
              className="grow related-row"
            >
              <span className="grow">
                <span className="ellipsis related-title">{asText(person.name)}</span>
                <span className="related-sub ellipsis">
                  {asText(person.title) || asText(person.position)}
                </span>
              </span>
            </Link>
            {isBlank(person.decision_role) ? null : (
              <Tag>{choiceText(meta, person, 'decision_role', language)}</Tag>
            )}
            {isBlank(person.mobile ?? person.phone) ? null : (
              <a
                className="btn btn-icon btn-ghost btn-small"
                href={`tel:${asText(person.mobile ?? person.phone).replace(/\s/g, '')}`}
                aria-label={t('web.account.call', { name: asText(person.name) })}
                title={phone(asText(person.mobile ?? person.phone))}
              >
                <Icon name="phone" size={14} />
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
