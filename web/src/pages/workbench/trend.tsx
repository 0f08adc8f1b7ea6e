import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toPlotNumber } from '../../base/decimal'
import { Card } from '../../ui/bits'
import { IconButton } from '../../ui/button'
import { Bars } from '../../ui/charts'
import { useFormat } from '../../ui/format'
import type { TrendMonth, WorkbenchAnswer } from '../../api/work'

export function TrendPanel({ answer }: { answer: WorkbenchAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asTable, setAsTable] = useState(false)
  const months = answer.trend
  const hasTarget = months.some((month) => month.target !== null)
  const short = (value: number) => format.moneyShort(String(Math.round(value)))
  const zh = format.language === 'zh-CN'
  const monthName = (month: string) =>
    zh ? `${Number(month.slice(5))}月` : format.month(month).slice(0, 3)
  return (
    <Card
      title={t('web.trend.title')}
      sub={t('web.trend.sub')}
      actions={
        <IconButton
          small
          icon={asTable ? 'chart-column' : 'table'}
          label={t(asTable ? 'web.trend.as_chart' : 'web.trend.as_table')}
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      {asTable ? (
        <TrendTable months={months} />
      ) : (
        <Bars
          label={t('web.trend.title')}
          labels={months.map((month) => monthName(month.month))}
          format={short}
          height={272}
          series={[
            {
              name: t('web.trend.signed'),
              values: months.map((month) => toPlotNumber(month.signed)),
              color: 'var(--bench-signed)',
            },
            {
              name: t('web.trend.collected'),
              values: months.map((month) => toPlotNumber(month.collected)),
              color: 'var(--bench-collected-bar)',
            },
            ...(hasTarget
              ? [
                  {
                    name: t('web.trend.target'),
                    values: months.map((month) => toPlotNumber(month.target)),
                    color: 'var(--bench-target)',
                    line: true,
                  },
                ]
              : []),
          ]}
        />
      )}
    </Card>
  )
}

function TrendTable({ months }: { months: readonly TrendMonth[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="lines-scroll" tabIndex={0} role="region" aria-label={t('web.trend.title')}>
      <table className="lines-table">
        <thead>
          <tr>
            <th scope="col">{t('web.trend.month')}</th>
            <th scope="col" className="num">
              {t('web.trend.signed')}
            </th>
            <th scope="col" className="num">
              {t('web.trend.collected')}
            </th>
            <th scope="col" className="num">
              {t('web.trend.target')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month.month}>
              <td>{format.month(month.month)}</td>
              <td className="num">{format.money(month.signed)}</td>
              <td className="num">{format.money(month.collected)}</td>
              <td className="num">{format.money(month.target)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
