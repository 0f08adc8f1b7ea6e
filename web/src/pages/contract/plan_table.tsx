import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import type { ObjectMeta } from '../../api/types'
import { money } from '../../fields/money'
import { IconButton } from '../../ui/button'
import { DatePicker } from '../../ui/date_picker'
import { useFormat } from '../../ui/format'
import { isZero, type Basis, type PlanRow } from './plan'

interface Props {
  meta: ObjectMeta // of instalments: the options and their labels
  rows: readonly PlanRow[]
  problems: ReadonlyMap<string, string>
  onChange: (rows: PlanRow[]) => void
}

export function PlanTable({ meta, rows, problems, onChange }: Props) {
  const { t } = useTranslation()
  const set = (key: string, changes: Partial<PlanRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)))
  return (
    <div className="lines-scroll" tabIndex={0} role="region" aria-label={t('web.plan.title')}>
      <table className="lines-table plan-table">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('web.plan.kind')}</th>
            <th scope="col">{t('web.plan.basis')}</th>
            <th scope="col">{t('web.plan.when')}</th>
            <th scope="col" className="num">
              {t('web.plan.share')}
            </th>
            <th scope="col" className="num">
              {t('web.plan.amount')}
            </th>
            <th>
              <span className="sr-only">{t('web.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row
              key={row.key}
              meta={meta}
              row={row}
              index={index}
              problem={problems.get(row.key)}
              set={set}
              remove={() => onChange(rows.filter((one) => one.key !== row.key))}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  meta: ObjectMeta
  row: PlanRow
  index: number
  problem: string | undefined
  set: (key: string, changes: Partial<PlanRow>) => void
  remove: () => void
}

function Row({ meta, row, index, problem, set, remove }: RowProps) {
  const { t } = useTranslation()
  const change = (changes: Partial<PlanRow>) => set(row.key, changes)
  const name = (key: string) => `${t(key)} ${index + 1}`
  const isPaid = !isZero(row.received)
  const Money = money.Input!
  const amountField = meta.fields.find((field) => field.name === 'amount')
  return (
    <tr>
      <td>{index + 1}</td>
      <td>
        <Choice
          meta={meta}
          field="kind"
          label={name('web.plan.kind')}
          value={row.kind}
          onChange={(kind) => change({ kind })}
        />
      </td>
      <td>
        <Choice
          meta={meta}
          field="basis"
          label={name('web.plan.basis')}
          value={row.basis}
          onChange={(basis) => change({ basis: basis as Basis })}
        />
      </td>
      <td>
        {row.basis === 'date' ? (
          <DatePicker
            label={name('web.plan.when')}
            value={row.dueDate}
            onChange={(dueDate) => change({ dueDate })}
          />
        ) : (
          <span className="plan-when">
            <Choice
              meta={meta}
              field="event"
              label={name('web.plan.when')}
              value={row.event}
              blank
              onChange={(event) => change({ event })}
            />
            <input
              className="input num"
              inputMode="numeric"
              aria-label={name('web.plan.days')}
              title={t('web.plan.days')}
              value={row.days}
              size={4}
              onChange={(event) => change({ days: event.target.value.replace(/\D/g, '') })}
            />
          </span>
        )}
        {problem ? (
          <span className="field-error" role="alert">
            {t(problem)}
          </span>
        ) : null}
      </td>
      <td className="num">
        <input
          className="input num"
          inputMode="decimal"
          size={5}
          value={row.share}
          disabled={isPaid}
          aria-label={name('web.plan.share')}
          onChange={(event) => change({ share: event.target.value.replace(/[^\d.]/g, '') })}
        />
      </td>
      <td className="num">
        {amountField ? (
          <Money
            value={row.amount}
            field={amountField}
            label={name('web.plan.amount')}
            onChange={(value) => change({ amount: String(value ?? ''), share: '' })}
          />
        ) : null}
      </td>
      <td>
        <IconButton
          small
          icon="x"
          label={t('web.lines.remove', { number: index + 1 })}
          disabled={isPaid}
          onClick={remove}
        />
      </td>
    </tr>
  )
}

interface ChoiceProps {
  meta: ObjectMeta
  field: string
  label: string
  value: string
  blank?: boolean
  onChange: (value: string) => void
}

function Choice({ meta, field, label, value, blank = false, onChange }: ChoiceProps) {
  const { language } = useFormat()
  const options = meta.fields.find((one) => one.name === field)?.settings?.options ?? []
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {blank ? <option value="">-</option> : null}
      {options.map((option) => (
        <option key={option.key} value={option.key}>
          {labelText(option.label, language)}
        </option>
      ))}
    </select>
  )
}
