// On a receipt: how much of it is still to be allocated.
import { useTranslation } from 'react-i18next'
import { amountWords } from '../../base/numbers'
import { toPlotNumber } from '../../base/decimal'
import { asText } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { Meter } from '../../ui/charts'
import { useFormat } from '../../ui/format'
import './money.css'

export default function ReceiptPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const amount = asText(record.amount)
  const currency = asText(record.currency) || undefined
  const inWords = !currency || currency === 'CNY' ? amountWords(amount) : null
  return (
    <div className="receipt-panel">
      <span>
        {t('web.money.allocated')}{' '}
        <strong>{format.money(asText(record.allocated) || '0', currency)}</strong>
        {' / '}
        {format.money(amount, currency)}
      </span>
      <Meter
        value={toPlotNumber(asText(record.allocated))}
        max={toPlotNumber(amount)}
        color="var(--good)"
      />
      <span className="muted">
        {t('web.money.rest_of', {
          amount: format.money(asText(record.unallocated) || '0', currency),
        })}
        {inWords ? ` · ${inWords}` : ''}
      </span>
    </div>
  )
}
