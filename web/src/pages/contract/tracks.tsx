// The five tracks of a contract side by side: each goes its own way.
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import type { ObjectMeta, RecordRow } from '../../api/types'
import { toPlotNumber } from '../../base/decimal'
import { FieldCell } from '../../fields/field_view'
import { asText, isBlank } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { Figure } from '../../record/figure'
import { Meter } from '../../ui/charts'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { pdfUrl, printUrl } from '../../api/work'
import './contract.css'

interface Track {
  field: string
  icon: string
  amount?: string
  of?: string
  note?: (record: RecordRow) => string | null
}

const tracks: readonly Track[] = [
  { field: 'approval_state', icon: 'badge-check', note: (record) => asText(record.approval_note) },
  { field: 'stage', icon: 'milestone' },
  { field: 'collection_state', icon: 'wallet', amount: 'received', of: 'amount_in_force' },
  { field: 'invoice_state', icon: 'receipt-text', amount: 'invoiced', of: 'amount_in_force' },
  { field: 'delivery_state', icon: 'truck' },
]

export default function Tracks({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  return (
    <>
      <ul className="tracks" aria-label={t('web.contract.tracks')}>
        {tracks.map((track) => (
          <TrackCard key={track.field} meta={meta} record={record} track={track} />
        ))}
      </ul>
      <div className="contract-links">
        <a href={printUrl('contract', record.id)} target="_blank" rel="noopener">
          <Icon name="printer" size={13} />
          {t('web.print.a4')}
        </a>
        <a href={pdfUrl('contract', record.id)} target="_blank" rel="noopener">
          <Icon name="file" size={13} />
          PDF
        </a>
      </div>
    </>
  )
}

function TrackCard({ meta, record, track }: { meta: ObjectMeta; record: RecordRow; track: Track }) {
  const { t } = useTranslation()
  const format = useFormat()
  const field = meta.fields.find((one) => one.name === track.field)
  if (!field) return null
  const whole = track.of ? toPlotNumber(asText(record[track.of]) || asText(record.amount)) : 0
  const amount = track.amount ? asText(record[track.amount]) : ''
  const isLate = track.field === 'collection_state' && asText(record[track.field]) === 'overdue'
  return (
    <li className="track-card" data-late={isLate}>
      <h2>
        <Icon name={track.icon} size={14} />
        {labelText(field.label, format.language)}
      </h2>
      {isBlank(record[track.field]) ? (
        <span className="muted">-</span>
      ) : (
        <FieldCell value={record[track.field]} field={field} record={record} />
      )}
      {track.amount ? (
        <>
          <Meter
            value={toPlotNumber(amount)}
            max={whole}
            color={isLate ? 'var(--bad)' : 'var(--good)'}
          />
          <span className="track-note">
            <Figure
              source={{
                object: track.amount === 'invoiced' ? 'invoice' : 'instalment',
                where: `contract == ${JSON.stringify(record.id)}`,
              }}
              value={amount || '0'}
              unit="money"
              label={labelText(field.label, format.language)}
            />
            <span className="muted">
              / {format.moneyShort(asText(record[track.of ?? '']) || null)}
            </span>
          </span>
        </>
      ) : (
        <span className="track-note muted">{noteOf(track, record, t, format.date)}</span>
      )}
    </li>
  )
}

function noteOf(
  track: Track,
  record: RecordRow,
  t: TFunction,
  date: (value: string | null) => string,
): string {
  if (track.note) return track.note(record) ?? ''
  if (track.field === 'stage')
    return isBlank(record.sign_date)
      ? ''
      : t('web.contract.signed_on', { date: date(asText(record.sign_date)) })
  const orders = Number(asText(record.orders) || 0)
  return orders > 0
    ? t('web.contract.orders', { done: Number(asText(record.orders_shipped) || 0), count: orders })
    : ''
}
