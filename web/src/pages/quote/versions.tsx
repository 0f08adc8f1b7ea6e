// All versions of one quote: the chain of "revision of" in both directions.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api/queries'
import type { RecordRow, Reference } from '../../api/types'
import { FieldCell } from '../../fields/field_view'
import { asText } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import './quote.css'

const versionsMax = 50

// The rows linked with this one, newest version first.
export function chainOf(rows: readonly RecordRow[], id: string): RecordRow[] {
  const before = (row: RecordRow) => (row.revision_of as Reference | null)?.id
  const chain = new Set([id])
  for (let size = 0; size !== chain.size;) {
    size = chain.size
    for (const row of rows) {
      const parent = before(row)
      if (parent && chain.has(parent)) chain.add(row.id)
      if (parent && chain.has(row.id)) chain.add(parent)
    }
  }
  return rows
    .filter((row) => chain.has(row.id))
    .sort((a, b) => Number(asText(b.revision)) - Number(asText(a.revision)))
}

export default function Versions({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const opportunity = (record.opportunity as Reference | null)?.id ?? ''
  const { data } = useList(
    'quote',
    {
      where: `opportunity == ${JSON.stringify(opportunity)}`,
      sort: '-created_at',
      fields: ['name', 'number', 'revision', 'revision_of', 'state', 'amount', 'currency', 'date'],
      limit: versionsMax,
    },
    opportunity !== '',
  )
  const state = meta.fields.find((field) => field.name === 'state')
  const versions = chainOf(data?.records ?? [], record.id)
  if (versions.length < 2) return null
  return (
    <Card title={t('web.quote.versions')} sub={String(versions.length)}>
      <ul className="versions">
        {versions.map((row) => (
          <li key={row.id} aria-current={row.id === record.id ? 'true' : undefined}>
            <Link to="/o/$object/$id" params={{ object: 'quote', id: row.id }}>
              V{asText(row.revision) || '1'}
            </Link>
            {state ? <FieldCell value={row.state} field={state} record={row} /> : null}
            <span className="grow" />
            <span>
              {format.moneyShort(asText(row.amount) || null, asText(row.currency) || undefined)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
