import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { EmptyState } from '../../ui/states'
import type { Risk } from '../../api/work'

const severe = new Set(['overdue'])

export function RisksPanel({ risks }: { risks: readonly Risk[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card title={t('web.risks.title')}>
      {risks.length === 0 ? (
        <EmptyState icon="circle-check" title={t('web.risks.empty')} />
      ) : (
        <ul className="risks">
          {risks.map((risk) => (
            <li key={risk.kind}>
              <Icon
                name={severe.has(risk.kind) ? 'alert-triangle' : 'circle-alert'}
                className={severe.has(risk.kind) ? 'late' : 'risk-mild'}
              />
              <div className="grow">
                <strong>
                  {t(`web.risk.${risk.kind}`, {
                    count: risk.count,
                    defaultValue: `${risk.label ?? risk.kind} ${risk.count}`,
                  })}
                  {risk.amount === null
                    ? ''
                    : t('web.risk.amount', { amount: format.moneyShort(risk.amount) })}
                </strong>
                <p>{t(`web.risk.${risk.kind}.advice`, { defaultValue: '' })}</p>
                <Link
                  to="/o/$object"
                  params={{ object: risk.object }}
                  search={{ where: risk.where }}
                >
                  {t('web.risk.look')}
                </Link>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
