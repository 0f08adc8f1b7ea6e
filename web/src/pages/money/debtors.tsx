// Who owes: customer, then the instalments of each.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { daysBetween } from '../../base/dates'
import { isZeroText } from './amounts'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { EmptyState } from '../../ui/states'
import type { Bucket, CollectionsAnswer, Debtor, OpenInstalment } from '../../api/work'

const shownFirst = 12

function isIn(bucket: Bucket, one: OpenInstalment, today: string): boolean {
  if (bucket.bucket === 'not_effective') return one.due === null
  if (one.due === null) return false
  const late = daysBetween(one.due, today)
  if (bucket.from_days === null || bucket.from_days <= 0) return late <= 0
  return late >= bucket.from_days && (bucket.to_days === null || late <= bucket.to_days)
}

interface Props {
  answer: CollectionsAnswer
  bucket: Bucket | undefined
}

export function Debtors({ answer, bucket }: Props) {
  const { t } = useTranslation()
  const { today } = useFormat()
  const [all, setAll] = useState(false)
  const found = bucket
    ? answer.accounts.flatMap((debtor) => {
        const instalments = debtor.instalments.filter((one) => isIn(bucket, one, today))
        return instalments.length > 0 ? [{ ...debtor, instalments }] : []
      })
    : answer.accounts
  const shown = all ? found : found.slice(0, shownFirst)
  return (
    <Card title={t('web.money.debtors')} sub={t('web.money.debtors_sub', { count: found.length })}>
      {found.length === 0 ? (
        <EmptyState icon="circle-check" title={t('web.money.nobody')} />
      ) : (
        <ul className="debtors">
          {shown.map((debtor) => (
            <DebtorRow key={debtor.account.id} debtor={debtor} open={bucket !== undefined} />
          ))}
        </ul>
      )}
      {found.length > shownFirst ? (
        <Button kind="link" onClick={() => setAll(!all)}>
          {all ? t('web.less') : t('web.today.all', { count: found.length })}
        </Button>
      ) : null}
    </Card>
  )
}

function DebtorRow({ debtor, open: openAtFirst }: { debtor: Debtor; open: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [toggled, setToggled] = useState(false)
  const open = toggled !== openAtFirst
  const late = !isZeroText(debtor.overdue)
  return (
    <li>
      <div className="debtor">
        <button
          type="button"
          aria-expanded={open}
          className="debtor-toggle"
          onClick={() => setToggled(!toggled)}
        >
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={14} />
          <span className="ellipsis grow">{debtor.account.name}</span>
          <span className="debtor-sum">
            <strong title={format.money(debtor.uncollected)}>
              {format.moneyShort(debtor.uncollected)}
            </strong>
            <small className={late ? 'late' : 'muted'}>
              {late
                ? t('web.money.late', {
                    amount: format.moneyShort(debtor.overdue),
                    days: debtor.oldest_days,
                  })
                : t('web.money.not_late')}
            </small>
          </span>
        </button>
        <Link
          to="/o/$object/$id"
          params={{ object: 'account', id: debtor.account.id }}
          aria-label={t('web.open.record', { name: debtor.account.name })}
          className="btn btn-ghost btn-small btn-icon"
        >
          <Icon name="external-link" size={14} />
        </Link>
      </div>
      {open ? (
        <ul className="debtor-list">
          {debtor.instalments.map((one) => (
            <Instalment key={one.id} one={one} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Instalment({ one }: { one: OpenInstalment }) {
  const { t } = useTranslation()
  const format = useFormat()
  const due = one.due ? format.due(one.due) : null
  return (
    <li>
      <Link to="/o/$object/$id" params={{ object: 'instalment', id: one.id }}>
        {one.number || t('web.money.instalment')}
      </Link>
      <Link
        to="/o/$object/$id"
        params={{ object: 'contract', id: one.contract.id }}
        className="ellipsis grow"
      >
        {one.contract.name}
      </Link>
      <span className={due?.late ? 'late' : 'muted'} title={one.due ?? ''}>
        {due ? due.text : t('web.bucket.not_effective')}
      </span>
      <span
        className="num debtor-rest"
        title={t('web.money.of', { amount: format.money(one.amount) })}
      >
        {format.money(one.remaining)}
      </span>
    </li>
  )
}
