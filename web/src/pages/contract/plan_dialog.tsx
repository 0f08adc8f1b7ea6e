// The payment plan of a contract: a template, its rows, and whether they come to the amount.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { useList } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'
import type { VerbDialogProps } from '../../record/extend'
import { useVerb } from '../../record/verb_dialog'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { SkeletonLines } from '../../ui/states'
import {
  differenceOf,
  isZero,
  monthlyRows,
  newRow,
  problemsOf,
  sumOf,
  templates,
  toArgument,
  withShares,
  type Basis,
  type PlanRow,
} from './plan'
import { PlanTable } from './plan_table'
import './contract.css'

const rowsMax = 200
const monthsOffered = 12

function rowOf(record: RecordRow): PlanRow {
  return newRow({
    id: record.id,
    kind: asText(record.kind) || 'progress',
    basis: (asText(record.basis) || 'date') as Basis,
    event: asText(record.event),
    days: asText(record.event_days) || '0',
    amount: asText(record.amount),
    dueDate: asText(record.due_date) || null,
    received: asText(record.received) || '0',
    note: asText(record.note),
  })
}

export default function PlanDialog(props: VerbDialogProps) {
  const { t } = useTranslation()
  const { data } = useList('instalment', {
    where: `contract == ${JSON.stringify(props.record.id)} and not void`,
    sort: 'period',
    limit: rowsMax,
  })
  if (data) return <PlanForm {...props} existing={data.records} />
  return (
    <Dialog open kind="wide" title={t('web.plan.title')} onClose={props.onClose}>
      <SkeletonLines />
    </Dialog>
  )
}

function PlanForm({
  meta,
  record,
  verb,
  onClose,
  existing,
}: VerbDialogProps & { existing: readonly RecordRow[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const instalment = useObject('instalment')
  const act = useVerb(meta, record)
  const [rows, setRows] = useState(() => existing.map(rowOf))
  const [checked, setChecked] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const total = asText(record.amount) || '0'
  const currency = asText(record.currency) || undefined
  const isFramework = asText(record.type) === 'framework'
  const difference = differenceOf(rows, total)
  const problems = problemsOf(rows)
  const paid = rows.filter((row) => !isZero(row.received))
  const fill = (made: PlanRow[]) => setRows([...paid, ...made])
  const submit = async () => {
    setChecked(true)
    setProblem('')
    if (rows.length === 0 || problems.size > 0) return
    if (!isFramework && !isZero(difference)) return
    setBusy(true)
    try {
      await act(verb, { instalments: toArgument(rows) })
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem([error.message, ...error.issues.map((issue) => issue.message)].join(' '))
    } finally {
      setBusy(false)
    }
  }
  const rest = paid.length > 0 ? differenceOf(paid, total) : total
  return (
    <Dialog
      open
      kind="wide"
      title={t('web.plan.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {t('web.save')}
          </Button>
        </>
      }
    >
      <div className="plan-templates" role="group" aria-label={t('web.plan.templates')}>
        <span className="muted">{t('web.plan.templates')}</span>
        {templates.map((template) => (
          <Button
            key={template.key}
            small
            onClick={() =>
              fill(
                withShares(
                  template.rows.map((row) => newRow(row)),
                  rest,
                ),
              )
            }
          >
            {t(template.label)}
          </Button>
        ))}
        <Button small onClick={() => fill(monthlyRows(rest, monthsOffered, format.today))}>
          {t('web.plan.by_month', { count: monthsOffered })}
        </Button>
      </div>
      {instalment ? (
        <PlanTable
          meta={instalment}
          rows={rows}
          problems={checked ? problems : new Map()}
          onChange={(next) => setRows(withShares(next, rest))}
        />
      ) : null}
      <div className="plan-sum" role="status">
        <Button small icon="plus" onClick={() => setRows([...rows, newRow()])}>
          {t('web.plan.add')}
        </Button>
        <span className="grow" />
        <span>
          {t('web.plan.contract')} <strong>{format.money(total, currency)}</strong>
        </span>
        <span>
          {t('web.plan.sum')} <strong>{format.money(sumOf(rows), currency)}</strong>
        </span>
        <span className={isZero(difference) ? 'plan-even' : isFramework ? 'muted' : 'late'}>
          {isZero(difference)
            ? t('web.plan.even')
            : t('web.plan.difference', { amount: format.money(difference, currency) })}
        </span>
      </div>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      <p className="sr-only">{labelText(verb.label, format.language)}</p>
    </Dialog>
  )
}
