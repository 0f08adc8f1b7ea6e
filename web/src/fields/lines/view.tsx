import { useTranslation } from 'react-i18next'
import { labelText, useObject } from '../../api/schema'
import type { RecordRow } from '../../api/types'
import { sumTexts } from '../../base/decimal'
import { useFormat } from '../../ui/format'
import { uiOf } from '../all'
import type { CellProps } from '../kit'
import { asText } from '../kit'
import { isSummed, lineColumns } from './columns'

export function LinesView({ value, field, currency }: CellProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const child = useObject(field.settings?.target ?? '')
  const rows = Array.isArray(value) ? (value as RecordRow[]) : []
  if (!child) return null
  if (rows.length === 0) return <p className="muted">{t('web.lines.none')}</p>
  const columns = lineColumns(child, field.settings?.parent_field)
  return (
    <div
      className="lines-scroll"
      tabIndex={0}
      role="region"
      aria-label={labelText(field.label, format.language)}
    >
      <table className="lines-table">
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
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => {
                const ui = uiOf(column)
                return (
                  <td key={column.name} className={ui.align === 'end' ? 'num' : ''}>
                    <ui.Cell
                      value={row[column.name]}
                      field={column}
                      record={row}
                      currency={currency}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        {columns.some(isSummed) ? (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.name} className={uiOf(column).align === 'end' ? 'num' : ''}>
                  {isSummed(column)
                    ? format.money(sumTexts(rows.map((row) => asText(row[column.name]))), currency)
                    : index === 0
                      ? t('web.lines.total')
                      : ''}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}
