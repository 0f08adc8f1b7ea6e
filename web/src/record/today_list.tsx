import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Format } from '../base/format'
import { Card } from '../ui/bits'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { EmptyState } from '../ui/states'
import type { TodayItem } from '../api/work'

const shownFirst = 8
const looks: Record<string, { icon: string; tone: string }> = {
  approval: { icon: 'file-text', tone: 'violet' },
  task: { icon: 'square-check', tone: 'good' },
  plan: { icon: 'calendar', tone: 'blue' },
  follow_up: { icon: 'phone', tone: 'blue' },
}

export function TodayPanel({ items }: { items: readonly TodayItem[] }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? items : items.slice(0, shownFirst)
  return (
    <Card
      title={
        <>
          {t('web.today.title')} <span className="count">{items.length}</span>
        </>
      }
    >
      {items.length === 0 ? (
        <EmptyState icon="circle-check" title={t('web.today.empty')} />
      ) : (
        <ul className="today">
          {shown.map((item) => (
            <Item key={`${item.kind}${item.object}${item.id}`} item={item} />
          ))}
        </ul>
      )}
      {items.length > shownFirst ? (
        <Button kind="link" onClick={() => setAll(!all)}>
          {all ? t('web.less') : t('web.today.all', { count: items.length })}
        </Button>
      ) : null}
    </Card>
  )
}

function timeOf(item: TodayItem, format: Format): string {
  if (!item.at) return ''
  if (!item.at.includes('T')) return format.due(item.at).text
  const day = format.dayOf(item.at)
  return day === format.today ? format.time(item.at) : format.due(day).text
}

function Item({ item }: { item: TodayItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const look = looks[item.kind] ?? { icon: 'phone', tone: 'blue' }
  const late = item.overdue_days > 0
  return (
    <li>
      <Link to="/o/$object/$id" params={{ object: item.object, id: item.id }} className="today-row">
        <span className="today-icon" data-tone={look.tone}>
          <Icon name={look.icon} size={16} />
        </span>
        <span className="grow">
          <span className="today-title">
            {t(`web.today.kind.${item.kind}`, { defaultValue: '' })}
            {item.title}
          </span>
          {item.subtitle ? <small className="today-sub">{item.subtitle}</small> : null}
        </span>
        <span className={late ? 'late' : 'muted'}>
          {late ? t('web.today.late', { count: item.overdue_days }) : timeOf(item, format)}
        </span>
      </Link>
    </li>
  )
}
