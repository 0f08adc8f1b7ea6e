// The money page: what is owed, how old it is, by whom; and receipts that wait for allocation.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MetricUnit } from '../../api/answers'
import { Figure } from '../../record/figure'
import { openForm } from '../../record/stores'
import { useObject } from '../../api/schema'
import { Button } from '../../ui/button'
import { ErrorState, PanelBoundary, Skeleton } from '../../ui/states'
import { useCollections, type CollectionsAnswer } from '../../api/work'
import { Ageing } from './ageing'
import { Debtors } from './debtors'
import { Unallocated } from './unallocated'
import './money.css'

export default function MoneyPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useCollections()
  const receipt = useObject('receipt')
  const [bucket, setBucket] = useState<string | null>(null)
  return (
    <div className="page money">
      <header className="money-head">
        <h1 className="grow">{t('web.money')}</h1>
        {receipt?.can.create ? (
          <Button kind="primary" icon="plus" onClick={() => openForm({ object: 'receipt' })}>
            {t('web.money.new_receipt')}
          </Button>
        ) : null}
      </header>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={96} /> : null}
      {data ? (
        <>
          <Totals answer={data} />
          <PanelBoundary>
            <Ageing buckets={data.ageing} chosen={bucket} onChoose={setBucket} />
          </PanelBoundary>
          <div className="money-two">
            <PanelBoundary>
              <Debtors answer={data} bucket={data.ageing.find((one) => one.bucket === bucket)} />
            </PanelBoundary>
            <PanelBoundary>
              <Unallocated />
            </PanelBoundary>
          </div>
        </>
      ) : null}
    </div>
  )
}

function Totals({ answer }: { answer: CollectionsAnswer }) {
  const { t } = useTranslation()
  const cards: { key: keyof CollectionsAnswer; unit: MetricUnit; metric: string | null }[] = [
    { key: 'uncollected', unit: 'money', metric: 'uncollected' },
    { key: 'receivable', unit: 'money', metric: 'receivable' },
    { key: 'overdue', unit: 'money', metric: 'overdue' },
    { key: 'overdue_share', unit: 'percent', metric: 'overdue_share' },
    { key: 'unallocated', unit: 'money', metric: null },
  ]
  return (
    <div className="money-totals">
      {cards.map(({ key, unit, metric }) => {
        const label = t(`web.money.${key}`)
        const value = answer[key] as string | null
        return (
          <section key={key} className="card kpi" aria-label={label}>
            <h2 className="kpi-label">{label}</h2>
            <div className={key === 'overdue' ? 'kpi-value late' : 'kpi-value'}>
              <Figure
                source={
                  metric
                    ? { metric }
                    : { object: 'receipt', where: 'state == "confirmed" and unallocated > 0' }
                }
                value={value}
                unit={unit}
                label={label}
              />
            </div>
          </section>
        )
      })}
    </div>
  )
}
