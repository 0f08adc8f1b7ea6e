// Receipts that wait: the proposal is one press away, another split is typed in the dialog.
import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { ApiError } from '../../api/client'
import { touch, useRecord } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import { VerbDialog } from '../../record/verb_dialog'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states'
import { toast } from '../../ui/toast'
import { useUnallocated, type OpenReceipt } from '../../api/work'

export function Unallocated() {
  const { t } = useTranslation()
  const { data, error, refetch } = useUnallocated()
  return (
    <Card title={t('web.money.waiting')} sub={data ? String(data.receipts.length) : ''}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines /> : null}
      {data && data.receipts.length === 0 ? (
        <EmptyState icon="circle-check" title={t('web.money.none_waiting')} />
      ) : null}
      <ul className="waiting">
        {data?.receipts.map((receipt) => (
          <Receipt key={receipt.id} receipt={receipt} />
        ))}
      </ul>
    </Card>
  )
}

function useAllocate(receipt: OpenReceipt): { busy: boolean; allocate: () => Promise<void> } {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const allocate = async () => {
    setBusy(true)
    try {
      const allocations = receipt.proposals.map((one) => ({
        instalment: one.instalment.id,
        amount: one.amount,
      }))
      const args = { allocations: JSON.stringify(allocations) }
      await api.verb('receipt', receipt.id, 'allocate', args, receipt.version)
      toast(t('web.allocate.done', { number: receipt.number ?? '' }))
    } catch (error) {
      const text =
        error instanceof ApiError
          ? [error.message, ...error.issues.map((issue) => issue.message)].join(' ')
          : t('web.state.failed')
      toast(text, { kind: 'bad' })
    } finally {
      setBusy(false)
      touch(client, 'receipt', receipt.id)
      touch(client, 'instalment')
    }
  }
  return { busy, allocate }
}

function Receipt({ receipt }: { receipt: OpenReceipt }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asked, setAsked] = useState<'allocate' | 'claim' | null>(null)
  const { busy, allocate } = useAllocate(receipt)
  return (
    <li>
      <div className="row">
        <Link to="/o/$object/$id" params={{ object: 'receipt', id: receipt.id }}>
          {receipt.number ?? t('web.unnamed')}
        </Link>
        <span className="muted">{format.date(receipt.date)}</span>
        <span className="grow" />
        <strong>{format.money(receipt.rest)}</strong>
      </div>
      <div className="waiting-payer">
        <span className="ellipsis">{receipt.account?.name ?? receipt.payer ?? ''}</span>
        {receipt.account ? null : <span className="tag">{t('web.money.unclaimed')}</span>}
        {receipt.rest === receipt.amount ? null : (
          <span className="muted">
            {t('web.money.of', { amount: format.money(receipt.amount) })}
          </span>
        )}
      </div>
      {receipt.proposals.length > 0 ? (
        <ul className="proposals" aria-label={t('web.allocate.proposal')}>
          {receipt.proposals.map((one) => (
            <li key={one.instalment.id}>
              <span className="muted">{one.instalment.name}</span>
              <span className="ellipsis grow">{one.contract.name}</span>
              <span>{format.money(one.amount)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="row waiting-acts">
        {receipt.proposals.length > 0 ? (
          <Button small icon="check" busy={busy} onClick={() => void allocate()}>
            {t('web.allocate.as_proposed')}
          </Button>
        ) : null}
        {receipt.account ? (
          <Button small kind="ghost" onClick={() => setAsked('allocate')}>
            {t('web.allocate.by_hand')}
          </Button>
        ) : (
          <Button small onClick={() => setAsked('claim')}>
            {t('web.money.claim')}
          </Button>
        )}
      </div>
      {asked ? <Asked id={receipt.id} verb={asked} onClose={() => setAsked(null)} /> : null}
    </li>
  )
}

function Asked({ id, verb, onClose }: { id: string; verb: string; onClose: () => void }) {
  const meta = useObject('receipt')
  const { language } = useFormat()
  const { data: record } = useRecord('receipt', id)
  const found = meta?.verbs?.find((one) => one.name === verb)
  if (!meta || !record || !found)
    return <span className="sr-only">{labelText(meta?.label, language)}</span>
  return <VerbDialog meta={meta} record={record} verb={found} onClose={onClose} />
}
