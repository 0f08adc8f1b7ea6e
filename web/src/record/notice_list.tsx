// Notices by record, newest first; opened, read and put off in place.
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNoticeActs, type Notice } from '../api/discuss'
import { labelText, useSchema } from '../api/schema'
import { addDays, toInstant } from '../base/dates'
import { Avatar } from '../ui/bits'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { MenuButton } from '../ui/menu'

interface Group {
  key: string
  newest: Notice
  all: Notice[]
}

// One line for each record: five comments on one deal are one matter.
export function groupNotices(notices: readonly Notice[]): Group[] {
  const groups = new Map<string, Group>()
  for (const notice of notices) {
    const key =
      notice.kind === 'assigned_many' ? notice.id : `${notice.object}/${notice.record?.id}`
    const group = groups.get(key)
    if (group) group.all.push(notice)
    else groups.set(key, { key, newest: notice, all: [notice] })
  }
  return [...groups.values()]
}

export function NoticeList({
  notices,
  onOpen,
}: {
  notices: readonly Notice[]
  onOpen?: () => void
}) {
  return (
    <ul className="notices">
      {groupNotices(notices).map((group) => (
        <Line key={group.key} group={group} {...(onOpen ? { onOpen } : {})} />
      ))}
    </ul>
  )
}

function Line({ group, onOpen }: { group: Group; onOpen?: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const schema = useSchema()
  const navigate = useNavigate()
  const acts = useNoticeActs()
  const { newest } = group
  const object = labelText(schema?.find(newest.object)?.label, format.language)
  const name = newest.record?.name ?? ''
  const about = newest.kind === 'assigned_many' ? t('web.notices.first_of', { name }) : name
  const unread = group.all.filter((one) => !one.read)
  const open = () => {
    if (unread.length > 0) acts.seen(unread.map((one) => one.id))
    onOpen?.()
    if (newest.record)
      void navigate({
        to: '/o/$object/$id',
        params: { object: newest.object, id: newest.record.id },
      })
  }
  const week = (new Date(`${format.today}T00:00:00Z`).getUTCDay() + 6) % 7
  const at = (day: string, time: string) => toInstant(day, time, format.zone)
  const later = (until: string) => group.all.forEach((one) => acts.later(one.id, until))
  return (
    <li className="notice-line" data-unread={unread.length > 0 || undefined}>
      <button type="button" className="notice-open" onClick={open}>
        <Avatar name={newest.actor?.name ?? t('web.system')} size={28} />
        <span className="grow">
          <span className="notice-title">
            <strong>{newest.actor?.name ?? t('web.system')}</strong>{' '}
            {t(`web.notices.${newest.kind}`, { object, count: newest.count ?? 1 })}
          </span>
          <span className="ellipsis notice-about">{about}</span>
          {newest.text ? <span className="ellipsis muted">{newest.text}</span> : null}
        </span>
        <span className="notice-when">
          {format.relative(newest.at)}
          {group.all.length > 1 ? <span className="count">{group.all.length}</span> : null}
        </span>
        {unread.length > 0 ? (
          <span className="sr-only">{t('web.notices.unread', { count: unread.length })}</span>
        ) : null}
      </button>
      <MenuButton
        iconOnly
        label={t('web.notices.later')}
        align="end"
        className="btn btn-ghost btn-icon btn-small"
        rows={[
          {
            key: 'hour',
            label: t('web.notices.hour'),
            icon: 'clock',
            onSelect: () => later(new Date(Date.now() + 3_600_000).toISOString()),
          },
          {
            key: 'tomorrow',
            label: t('web.notices.tomorrow'),
            icon: 'sun',
            onSelect: () => later(at(addDays(format.today, 1), '09:00')),
          },
          {
            key: 'monday',
            label: t('web.notices.monday'),
            icon: 'calendar',
            onSelect: () => later(at(addDays(format.today, 7 - week), '09:00')),
          },
        ]}
      >
        <Icon name="clock" size={14} />
      </MenuButton>
    </li>
  )
}
