// Amounts by age; a press on a bar shows whose they are.
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { toPlotNumber } from '../../base/decimal'
import { Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import type { Bucket } from '../../api/work'

interface Props {
  buckets: readonly Bucket[]
  chosen: string | null
  onChoose: (bucket: string | null) => void
}

export function Ageing({ buckets, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const max = Math.max(1, ...buckets.map((bucket) => toPlotNumber(bucket.amount)))
  return (
    <Card title={t('web.money.ageing')} sub={t('web.money.ageing_sub')}>
      <ul className="ageing">
        {buckets.map((bucket) => (
          <li key={bucket.bucket}>
            <button
              type="button"
              aria-pressed={chosen === bucket.bucket}
              data-late={(bucket.from_days ?? 0) > 0}
              onClick={() => onChoose(chosen === bucket.bucket ? null : bucket.bucket)}
            >
              <span className="ageing-track" aria-hidden="true">
                <i style={{ height: `${(toPlotNumber(bucket.amount) / max) * 100}%` }} />
              </span>
              <strong title={format.money(bucket.amount)}>
                {format.moneyShort(bucket.amount)}
              </strong>
              <span>{nameOf(bucket, t)}</span>
              <small className="muted">{t('web.money.instalments', { count: bucket.count })}</small>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function nameOf(bucket: Bucket, t: TFunction): string {
  if (bucket.label) return bucket.label
  if (bucket.from_days === null || bucket.from_days <= 0) return t(`web.bucket.${bucket.bucket}`)
  return bucket.to_days === null
    ? t('web.bucket.over', { days: bucket.from_days - 1 })
    : t('web.bucket.days', { from: bucket.from_days, to: bucket.to_days })
}
