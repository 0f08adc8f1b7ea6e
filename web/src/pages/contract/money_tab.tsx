// What a contract is to bring in and what came: instalments, receipts with their allocation,
// invoices.
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { ObjectMeta, RecordRow, Verb } from '../../api/types'
import { alignOf } from '../../fields/all'
import { FieldCell } from '../../fields/field_view'
import { asText } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { usableVerbs } from '../../record/record_head'
import { openForm } from '../../record/stores'
import { VerbDialog } from '../../record/verb_dialog'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { ErrorState, SkeletonLines } from '../../ui/states'
import './contract.css'

const rowsMax = 100

export default function MoneyTab({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  const [planning, setPlanning] = useState(false)
  const plan = usableVerbs(meta, record).find((verb) => verb.name === 'plan')
  const id = JSON.stringify(record.id)
  const from = { id: record.id, name: asText(record.name) }
  const defaults = { contract: from, ...(record.account ? { account: record.account } : {}) }
  return (
    <div className="money-tab">
      <Part
        object="instalment"
        title={t('web.contract.plan')}
        where={`contract == ${id} and not void`}
        sort="period"
        columns={[
          'period',
          'kind',
          'due_date',
          'amount',
          'received',
          'remaining',
          'state',
          'days_late',
        ]}
        empty={t('web.contract.no_plan')}
        actions={
          plan ? (
            <Button small icon="calendar" onClick={() => setPlanning(true)}>
              {t('web.plan.edit')}
            </Button>
          ) : null
        }
      />
      <Part
        object="receipt"
        title={t('web.contract.receipts')}
        where={`contract == ${id}`}
        sort="-date"
        columns={['number', 'date', 'amount', 'method', 'state', 'allocated', 'unallocated']}
        empty={t('web.contract.no_receipts')}
        rowVerb="allocate"
        create={defaults}
      />
      <Part
        object="invoice"
        title={t('web.contract.invoices')}
        where={`contract == ${id}`}
        sort="-issue_date"
        columns={['number', 'kind', 'amount', 'issue_date', 'state', 'red_state', 'receivable']}
        empty={t('web.contract.no_invoices')}
        create={defaults}
      />
      {planning && plan ? (
        <VerbDialog meta={meta} record={record} verb={plan} onClose={() => setPlanning(false)} />
      ) : null}
    </div>
  )
}

interface PartProps {
  object: string
  title: string
  where: string
  sort: string
  columns: readonly string[]
  empty: string
  actions?: ReactNode
  rowVerb?: string
  create?: Record<string, unknown>
}

function Part({ object, title, where, sort, columns, empty, actions, rowVerb, create }: PartProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const meta = useObject(object)
  const { data, error, refetch } = useList(
    object,
    { where, sort, limit: rowsMax, can: true },
    meta !== undefined,
  )
  if (!meta) return null
  return (
    <section>
      <header>
        <h2>{title}</h2>
        <span className="muted">{data?.records.length ?? ''}</span>
        <span className="grow" />
        {actions}
        {create && meta.can.create ? (
          <Button
            small
            icon="plus"
            onClick={() => openForm({ object, defaults: create, onDone: () => undefined })}
          >
            {t('web.create.object', { object: labelText(meta.label, language) })}
          </Button>
        ) : null}
      </header>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={2} /> : null}
      {data && data.records.length === 0 ? <p className="muted">{empty}</p> : null}
      {data && data.records.length > 0 ? (
        <Rows meta={meta} rows={data.records} columns={columns} title={title} rowVerb={rowVerb} />
      ) : null}
    </section>
  )
}

interface RowsProps {
  meta: ObjectMeta
  rows: readonly RecordRow[]
  columns: readonly string[]
  title: string
  rowVerb: string | undefined
}

function Rows({ meta, rows, columns, title, rowVerb }: RowsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { language } = format
  const [asked, setAsked] = useState<{ record: RecordRow; verb: Verb } | null>(null)
  const fields = columns.flatMap((name) => meta.fields.find((field) => field.name === name) ?? [])
  const verb = meta.verbs?.find((one) => one.name === rowVerb)
  return (
    <div className="lines-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="lines-table lines-cards">
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.name} scope="col" className={alignOf(field) === 'end' ? 'num' : ''}>
                {labelText(field.label, language)}
              </th>
            ))}
            {verb ? (
              <th>
                <span className="sr-only">{t('web.actions')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {fields.map((field, index) => (
                <td
                  key={field.name}
                  data-label={labelText(field.label, language)}
                  className={alignOf(field) === 'end' ? 'num' : ''}
                >
                  {index === 0 ? (
                    <Link to="/o/$object/$id" params={{ object: meta.object, id: row.id }}>
                      {asText(row[field.name]) || t('web.unnamed')}
                    </Link>
                  ) : field.type === 'date' ? (
                    <span className={row.overdue === true ? 'late' : ''}>
                      {format.date(asText(row[field.name]) || null)}
                    </span>
                  ) : (
                    <FieldCell value={row[field.name]} field={field} record={row} />
                  )}
                </td>
              ))}
              {verb ? (
                <td>
                  {row.can?.verbs.includes(verb.name) ? (
                    <Button small onClick={() => setAsked({ record: row, verb })}>
                      {labelText(verb.label, language)}
                    </Button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {asked ? (
        <VerbDialog
          meta={meta}
          record={asked.record}
          verb={asked.verb}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </div>
  )
}
