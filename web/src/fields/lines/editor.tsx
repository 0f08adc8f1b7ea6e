// A table of child rows in a form. Amounts typed as quantity times price are previewed here;
// the server computes the ones that count.
import { useTranslation } from 'react-i18next'
import { labelText, useObject } from '../../api/schema'
import type { Field, Reference } from '../../api/types'
import { decimalText, multiplyDecimals, parseDecimal, rescale, sumTexts } from '../../base/decimal'
import { Button, IconButton } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { uiOf } from '../all'
import type { InputProps } from '../kit'
import { asText } from '../kit'
import { isReference } from '../parts/reference'
import { api } from '../../api/calls'
import { isSummed, lineColumns } from './columns'

type Line = Record<string, unknown>

let nextKey = 1
export const newLine = (): Line => ({ _key: `new-${nextKey++}` })
const keyOf = (line: Line): string => String(line.id ?? line._key)

function product(line: Line): string | null {
  const quantity = parseDecimal(asText(line.quantity ?? line.qty))
  const price = parseDecimal(asText(line.price ?? line.net_price))
  return quantity && price ? decimalText(rescale(multiplyDecimals(quantity, price), 2)) : null
}

// What a chosen product says about itself fills the empty columns of the line.
async function productValues(columns: readonly Field[], chosen: Reference): Promise<Line> {
  const record = await api.get('product', chosen.id)
  const sources: Record<string, string[]> = {
    name: ['name'],
    spec: ['spec'],
    unit: ['unit'],
    price: ['price', 'list_price'],
    list_price: ['list_price', 'price'],
    tax_rate: ['tax_rate'],
  }
  const out: Line = {}
  for (const column of columns) {
    const source = sources[column.name]?.find(
      (name) => record[name] !== null && record[name] !== undefined,
    )
    if (source) out[column.name] = record[source]
  }
  return out
}

export function LinesInput({ value, onChange, field, label, disabled, currency }: InputProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const child = useObject(field.settings?.target ?? '')
  const rows = Array.isArray(value) ? (value as Line[]) : []
  if (!child) return null
  const columns = lineColumns(child, field.settings?.parent_field).filter(
    (column) => uiOf(column).Input,
  )
  const update = (key: string, changes: Line) =>
    onChange(
      rows.map((row) => (keyOf(row) === key ? preview({ ...row, ...changes }, changes) : row)),
    )
  const preview = (row: Line, changes: Line): Line =>
    'amount' in changes || !columns.some((column) => column.name === 'amount')
      ? row
      : { ...row, amount: product(row) ?? row.amount }
  const set = (row: Line, column: Field, next: unknown) => {
    update(keyOf(row), { [column.name]: next })
    if (column.settings?.target !== 'product' || !isReference(next)) return
    void productValues(columns, next).then((values) =>
      update(keyOf(row), { [column.name]: next, ...values }),
    )
  }
  return (
    <div className="stack tight">
      <div className="lines-scroll" tabIndex={0} role="region" aria-label={label}>
        <table className="lines-table lines-edit">
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.name}
                  scope="col"
                  className={uiOf(column).align === 'end' ? 'num' : ''}
                >
                  {labelText(column.label, format.language)}
                </th>
              ))}
              <th>
                <span className="sr-only">{t('web.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={keyOf(row)}>
                {columns.map((column) => {
                  const Input = uiOf(column).Input!
                  return (
                    <td key={column.name}>
                      <Input
                        value={row[column.name]}
                        field={column}
                        label={`${labelText(column.label, format.language)} ${index + 1}`}
                        currency={currency}
                        disabled={disabled || column.read_only}
                        onChange={(next) => set(row, column, next)}
                      />
                    </td>
                  )
                })}
                <td>
                  <IconButton
                    small
                    icon="x"
                    label={t('web.lines.remove', { number: index + 1 })}
                    disabled={disabled}
                    onClick={() => onChange(rows.filter((other) => other !== row))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        <Button
          small
          icon="plus"
          disabled={disabled}
          onClick={() => onChange([...rows, newLine()])}
        >
          {t('web.lines.add')}
        </Button>
        <span className="grow" />
        {columns.filter(isSummed).map((column) => (
          <span key={column.name}>
            {labelText(column.label, format.language)}{' '}
            <strong>
              {format.money(sumTexts(rows.map((row) => asText(row[column.name]))), currency)}
            </strong>
          </span>
        ))}
      </div>
    </div>
  )
}
