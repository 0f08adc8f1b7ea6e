// Allocating a receipt by hand: the open instalments of its customer, oldest first, with what is
// to go to each. The sum is checked against the receipt's rest while typing.
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { useList } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { RecordRow, Reference } from '../../api/types'
import { money } from '../../fields/money'
import { asText } from '../../fields/kit'
import type { VerbDialogProps } from '../../record/extend'
import { useVerb } from '../../record/verb_dialog'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { SkeletonLines } from '../../ui/states'
import { allocated, fillInOrder, isZeroText, minus, problemsOf, type Target } from './amounts'
import './money.css'

const instalmentsMax = 100
const open = 'not void and not settled and remaining > 0 and contract.in_force'

export default function AllocateDialog(props: VerbDialogProps) {
  const { t } = useTranslation()
  const { record } = props
  const account = (record.account as Reference | null)?.id
  const contract = (record.contract as Reference | null)?.id
  const whose = account
    ? `account == ${JSON.stringify(account)}`
    : `contract == ${JSON.stringify(contract ?? '')}`
  const { data } = useList(
    'instalment',
    {
      where: `${whose} and ${open}`,
      sort: 'due_date',
      limit: instalmentsMax,
    },
    account !== undefined || contract !== undefined,
  )
  if (data) return <AllocateForm {...props} instalments={data.records} />
  return (
    <Dialog open kind="wide" title={t('web.allocate.title')} onClose={props.onClose}>
      {account || contract ? <SkeletonLines /> : <p>{t('web.allocate.claim_first')}</p>}
    </Dialog>
  )
}

interface FormProps extends VerbDialogProps {
  instalments: readonly RecordRow[]
}

function AllocateForm({ meta, record, verb, instalments, onClose }: FormProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const act = useVerb(meta, record)
  const rest = asText(record.unallocated) || asText(record.amount) || '0'
  const contract = (record.contract as Reference | null)?.id
  const start = useMemo(() => startTargets(instalments, contract, rest), [])
  const [chosen, setTargets] = useState<readonly Target[]>(start)
  const targets = targetsNow(instalments, chosen)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const problems = problemsOf(targets, rest)
  const submit = async () => {
    const whole = problems.get('')
    setProblem(whole ? t(whole) : '')
    if (problems.size > 0) return
    setBusy(true)
    try {
      const allocations = targets
        .filter((target) => target.amount !== '' && !isZeroText(target.amount))
        .map((target) => ({ instalment: target.key, amount: target.amount }))
      await act(verb, { allocations: JSON.stringify(allocations) })
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem([error.message, ...error.issues.map((issue) => issue.message)].join(' '))
    } finally {
      setBusy(false)
    }
  }
  const left = minus(rest, allocated(targets))
  return (
    <Dialog
      open
      kind="wide"
      title={t('web.allocate.of', { number: asText(record.number) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {labelText(verb.label, format.language)}
          </Button>
        </>
      }
    >
      {instalments.length === 0 ? (
        <p className="muted">{t('web.allocate.no_instalments')}</p>
      ) : null}
      <InstalmentTable
        instalments={instalments}
        targets={targets}
        problems={problems}
        onAmount={(key, amount) =>
          setTargets(targets.map((one) => (one.key === key ? { ...one, amount } : one)))
        }
      />
      <div className="allocate-sum" role="status">
        <Button small onClick={() => setTargets(fillInOrder(targets, rest))}>
          {t('web.allocate.oldest_first')}
        </Button>
        <Button
          small
          kind="ghost"
          onClick={() => setTargets(targets.map((one) => ({ ...one, amount: '' })))}
        >
          {t('web.clear')}
        </Button>
        <span className="grow" />
        <span>
          {t('web.allocate.rest')} <strong>{format.money(rest)}</strong>
        </span>
        <span>
          {t('web.allocate.sum')} <strong>{format.money(allocated(targets))}</strong>
        </span>
        <span className={left.startsWith('-') ? 'late' : 'muted'}>
          {t('web.allocate.left', { amount: format.money(left) })}
        </span>
      </div>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
    </Dialog>
  )
}

// What is open may change while the dialog is: what was typed stays with its instalment.
const targetsNow = (instalments: readonly RecordRow[], chosen: readonly Target[]): Target[] =>
  instalments.map((row) => ({
    key: row.id,
    remaining: asText(row.remaining) || '0',
    amount: chosen.find((one) => one.key === row.id)?.amount ?? '',
  }))

// The instalments of the receipt's own contract come first.
function startTargets(
  instalments: readonly RecordRow[],
  contract: string | undefined,
  rest: string,
): Target[] {
  const own = (row: RecordRow) =>
    contract !== undefined && (row.contract as Reference | null)?.id === contract
  const inOrder = [...instalments.filter(own), ...instalments.filter((row) => !own(row))]
  return fillInOrder(targetsNow(inOrder, []), rest)
}

interface TableProps {
  instalments: readonly RecordRow[]
  targets: readonly Target[]
  problems: ReadonlyMap<string, string>
  onAmount: (key: string, amount: string) => void
}

function InstalmentTable({ instalments, targets, problems, onAmount }: TableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const field = useObject('instalment')?.fields.find((one) => one.name === 'amount')
  const Money = money.Input!
  return (
    <div className="lines-scroll" tabIndex={0} role="region" aria-label={t('web.allocate.title')}>
      <table className="lines-table">
        <thead>
          <tr>
            <th scope="col">{t('web.money.instalment')}</th>
            <th scope="col">{t('web.money.contract')}</th>
            <th scope="col">{t('web.money.due')}</th>
            <th scope="col" className="num">
              {t('web.money.remaining')}
            </th>
            <th scope="col" className="num">
              {t('web.allocate.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {instalments.map((row, index) => {
            const due = asText(row.due_date)
            const problem = problems.get(row.id)
            return (
              <tr key={row.id}>
                <td>{asText(row.number)}</td>
                <td className="ellipsis">{asText(row.contract)}</td>
                <td className={due && format.due(due).late ? 'late' : ''}>
                  {due ? format.due(due).text : '-'}
                </td>
                <td className="num">{format.money(asText(row.remaining))}</td>
                <td className="num allocate-cell">
                  {field ? (
                    <Money
                      value={targets.find((one) => one.key === row.id)?.amount ?? ''}
                      field={field}
                      label={`${t('web.allocate.amount')} ${index + 1}`}
                      invalid={problem !== undefined}
                      onChange={(value) => onAmount(row.id, String(value ?? ''))}
                    />
                  ) : null}
                  {problem ? <span className="field-error">{t(problem)}</span> : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
