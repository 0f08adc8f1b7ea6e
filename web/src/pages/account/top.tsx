// The customer in five numbers: running deals, signed, collected, open, overdue.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAggregate } from '../../api/queries'
import { useObject } from '../../api/schema'
import { asText } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { useFormat } from '../../ui/format'
import { useOwed } from './figures'
import './account.css'

export default function AccountTop({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const deals = useObject('opportunity')
  const mine = `account == ${JSON.stringify(record.id)}`
  const open = useAggregate(
    {
      object: 'opportunity',
      where: `${mine} and state == "open"`,
      measures: [{ fn: 'sum', field: 'amount' }, { fn: 'count' }],
    },
    deals !== undefined,
  ).data?.rows[0]
  const owed = useOwed(record.id)
  const cells = [
    {
      label: t('web.account.running', { count: Number(open?.count ?? 0) }),
      value: asText(open?.sum_amount) || '0',
      object: 'opportunity',
      where: `${mine} and state == "open"`,
    },
    {
      label: t('web.account.signed'),
      value: asText(record.deal_total) || '0',
      object: 'contract',
      where: mine,
    },
    {
      label: t('web.account.collected'),
      value: asText(record.collected_total) || '0',
      object: 'receipt',
      where: mine,
    },
    ...(owed
      ? [
          {
            label: t('web.account.owed'),
            value: owed.remaining,
            object: 'instalment',
            where: `${mine} and remaining > 0`,
          },
          {
            label: t('web.account.overdue'),
            value: owed.overdue,
            object: 'instalment',
            where: `${mine} and remaining > 0 and due_date < today()`,
            late: owed.late,
          },
        ]
      : []),
  ]
  return (
    <div className="account-figures">
      {cells.map((cell) => (
        <Link
          key={cell.label}
          to="/o/$object"
          params={{ object: cell.object }}
          search={{ where: cell.where }}
          className="account-figure"
        >
          <span className="muted">{cell.label}</span>
          <strong data-late={('late' in cell && cell.late) || undefined}>
            {format.moneyShort(cell.value)}
          </strong>
        </Link>
      ))}
    </div>
  )
}
