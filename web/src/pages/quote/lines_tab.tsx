// The lines of a quote with live totals. A draft is edited here in place; others are shown.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { ApiError } from '../../api/client'
import { mergeSaved, patchCached, toWire, touch } from '../../api/queries'
import { labelText } from '../../api/schema'
import { amountWords } from '../../base/numbers'
import { LinesInput } from '../../fields/lines/editor'
import { LinesView } from '../../fields/lines/view'
import { asText } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { toast } from '../../ui/toast'
import { pdfUrl, printUrl } from '../../api/work'
import { NumberBox } from './number_box'
import { discountedPrice, lineTotals, quoteTotals } from './pricing'
import './quote.css'

type Line = Record<string, unknown>

const editable = new Set(['draft', 'rejected'])

// What the server will make of a line, so that the page does not jump when it answers.
function priced(line: Line, before: Line | undefined): Line {
  const isNewDiscount = before !== undefined && before.discount !== line.discount
  const isNewList = before !== undefined && before.list_price !== line.list_price
  const blank = line.price === null || line.price === undefined || line.price === ''
  const price =
    blank || ((isNewDiscount || isNewList) && before?.price === line.price)
      ? (discountedPrice(line) ?? line.price)
      : line.price
  const totals = lineTotals({ ...line, price }, line.tax_included !== false)
  return { ...line, price, net_amount: totals.net, tax_amount: totals.tax, amount: totals.amount }
}

export default function QuoteLines({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const field = meta.fields.find((one) => one.name === 'lines')
  const saved = useMemo(
    () => (Array.isArray(record.lines) ? (record.lines as Line[]) : []),
    [record.lines],
  )
  const [lines, setLines] = useState<Line[] | null>(null)
  const [discount, setDiscount] = useState(asText(record.discount))
  const [freight, setFreight] = useState(asText(record.freight))
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    setLines(null)
    setDiscount(asText(record.discount))
    setFreight(asText(record.freight))
  }, [record.version])
  if (!field) return null
  const currency = asText(record.currency) || undefined
  const mayEdit = (record.can?.update ?? meta.can.update) && editable.has(asText(record.state))
  const shown = lines ?? saved
  const totals = quoteTotals(
    shown.map((line) => ({
      net: asText(line.net_amount) || '0',
      tax: asText(line.tax_amount) || '0',
      amount: asText(line.amount) || '0',
    })),
    discount,
    freight,
  )
  const isDirty =
    lines !== null || discount !== asText(record.discount) || freight !== asText(record.freight)
  const change = (next: unknown) => {
    const rows = next as Line[]
    setLines(
      rows.map((row) =>
        priced(
          row,
          shown.find((old) => sameLine(old, row)),
        ),
      ),
    )
  }
  const save = async () => {
    setBusy(true)
    setProblem('')
    try {
      const fields = toWire({
        lines: shown.map(withoutComputed),
        discount: discount === '' ? null : discount,
        freight: freight === '' ? null : freight,
      })
      const answer = await api.update(meta.object, record.id, record.version, fields)
      patchCached(client, meta.object, record.id, (old) => mergeSaved(old, answer))
      touch(client, meta.object, record.id)
      toast(t('web.saved'))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem([error.message, ...error.issues.map((issue) => issue.message)].join(' '))
    } finally {
      setBusy(false)
    }
  }
  const inWords = !currency || currency === 'CNY' ? amountWords(totals.amount) : null
  return (
    <div className="quote-lines">
      {mayEdit ? (
        <LinesInput
          value={shown}
          onChange={change}
          field={field}
          currency={currency}
          label={labelText(field.label, format.language)}
        />
      ) : (
        <LinesView value={shown} field={field} currency={currency} />
      )}
      <div className="quote-sums">
        <div className="quote-links">
          <a href={printUrl('quote', record.id)} target="_blank" rel="noopener">
            <Icon name="printer" size={13} />
            {t('web.print.a4')}
          </a>
          <a href={pdfUrl('quote', record.id)} target="_blank" rel="noopener">
            <Icon name="file" size={13} />
            PDF
          </a>
        </div>
        <dl>
          <Sum label={t('web.quote.lines_total')} value={format.money(totals.lines, currency)} />
          <div>
            <dt>{t('web.quote.discount')}</dt>
            <dd>
              {mayEdit ? (
                <NumberBox
                  value={discount}
                  suffix="%"
                  label={t('web.quote.discount')}
                  onChange={setDiscount}
                />
              ) : (
                format.percent(discount || '0')
              )}
            </dd>
          </div>
          <div>
            <dt>{t('web.quote.freight')}</dt>
            <dd>
              {mayEdit ? (
                <NumberBox value={freight} label={t('web.quote.freight')} onChange={setFreight} />
              ) : (
                format.money(freight || '0', currency)
              )}
            </dd>
          </div>
          <Sum label={t('web.quote.tax')} value={format.money(totals.tax, currency)} />
          <Sum label={t('web.quote.amount')} value={format.money(totals.amount, currency)} strong />
        </dl>
        <p className="sr-only" role="status">
          {t('web.quote.amount')} {format.money(totals.amount, currency)}
        </p>
        {inWords ? <p className="muted quote-words">{inWords}</p> : null}
      </div>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      {mayEdit && isDirty ? (
        <div className="row quote-acts">
          <span className="muted">{t('web.quote.unsaved')}</span>
          <span className="grow" />
          <Button
            onClick={() => {
              setLines(null)
              setDiscount(asText(record.discount))
              setFreight(asText(record.freight))
              setProblem('')
            }}
          >
            {t('web.leave.drop')}
          </Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t('web.save')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

const sameLine = (a: Line, b: Line): boolean =>
  (a.id !== undefined && a.id === b.id) || (a._key !== undefined && a._key === b._key)

function withoutComputed(line: Line): Line {
  const {
    net_amount: _net,
    tax_amount: _tax,
    amount: _amount,
    price_reason: _why,
    quote: _quote,
    ...rest
  } = line
  return rest
}

function Sum({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) {
  return (
    <div data-strong={strong}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
