import { useTranslation } from 'react-i18next'
import { toPlotNumber } from '../../base/decimal'
import { Figure } from '../../record/figure'
import { Avatar, Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { EmptyState } from '../../ui/states'
import type { Period, WorkbenchAnswer } from '../../api/work'
import { shareOf } from './figures'

const shownMax = 8

export function LeadersPanel({ answer, period }: { answer: WorkbenchAnswer; period: Period }) {
  const { t } = useTranslation()
  const format = useFormat()
  const leaders = answer.leaders.slice(0, shownMax)
  const top = leaders[0]?.value ?? '0'
  return (
    <Card
      title={t('web.leaders.title')}
      sub={t('web.leaders.sub', { period: t(`web.period.${period}`) })}
    >
      {leaders.length === 0 ? (
        <EmptyState icon="trophy" title={t('web.leaders.empty')} />
      ) : (
        <ol className="leaders">
          {leaders.map((leader, index) => (
            <li key={leader.user.id}>
              <span className="leader-place" data-place={index + 1}>
                {index + 1}
              </span>
              <Avatar name={leader.user.name} size={26} />
              <span className="leader-name">
                <span className="ellipsis">{leader.user.name}</span>
                <small className="ellipsis">{leader.dept}</small>
              </span>
              <span className="leader-bar" aria-hidden="true">
                <i style={{ width: `${shareOf(leader.value, top) * 100}%` }} />
              </span>
              <Figure
                source={{
                  metric: 'signed',
                  params: {
                    from: answer.period.from,
                    to: answer.period.to,
                    owner: leader.user.id,
                  },
                }}
                value={leader.value}
                unit="money"
                label={leader.user.name}
                className="leader-value"
              />
              <span
                className={
                  toPlotNumber(leader.attainment) >= 100 ? 'leader-share good' : 'leader-share'
                }
              >
                {leader.attainment === null ? '' : format.percent(leader.attainment, 0)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
