// One moment of a timeline: a follow-up, a call, a visit, or what somebody changed.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { labelText, useObject } from '../api/schema'
import type { Attachment, ObjectMeta, TimelineItem } from '../api/types'
import { asText } from '../fields/kit'
import { Tag } from '../ui/bits'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { ChangeList } from './history_tab'
import { Rich } from './mentions'

const icons: Record<string, string> = {
  visit: 'map-pin',
  phone: 'phone',
  call: 'phone',
  wechat: 'message-circle',
  email: 'mail',
  meeting: 'users',
  plan: 'calendar',
}

function useActivityWords(about: Record<string, unknown>): string[] {
  const { t } = useTranslation()
  const { language } = useFormat()
  const activity = useObject('activity')
  const option = (field: string) =>
    activity?.fields
      .find((one) => one.name === field)
      ?.settings?.options?.find((one) => one.key === about[field])?.label
  const kind = asText(about.kind)
  const named = kind === 'follow_up' ? option('method') : option('kind')
  const seconds = Number(about.duration_seconds ?? 0)
  return [
    named ? labelText(named, language) : '',
    seconds > 0 ? t('web.timeline.minutes', { count: Math.max(1, Math.round(seconds / 60)) }) : '',
    asText(about.check_in_place),
  ].filter(Boolean)
}

function Pictures({ about }: { about: Record<string, unknown> }) {
  const photos = Array.isArray(about.photos) ? (about.photos as Attachment[]) : []
  const files = Array.isArray(about.files) ? (about.files as Attachment[]) : []
  if (photos.length + files.length === 0) return null
  return (
    <div className="moment-files">
      {photos.map((photo) => (
        <a key={photo.id} href={api.fileUrl(photo.id)} target="_blank" rel="noopener">
          <img src={api.fileUrl(photo.id)} alt={photo.name} loading="lazy" />
        </a>
      ))}
      {files.map((file) => (
        <a key={file.id} className="tag" href={api.fileUrl(file.id)} download>
          <Icon name="paperclip" size={12} />
          {file.name}
        </a>
      ))}
    </div>
  )
}

function Told({ item }: { item: TimelineItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const about = item.about ?? {}
  const words = useActivityWords(about)
  const next = asText(about.next_time)
  const planned = asText(about.planned_at)
  const text = item.text || item.record?.name || ''
  return (
    <>
      <div className="row">
        <strong>{item.actor?.name ?? t('web.system')}</strong>
        <span className="muted ellipsis">{words.join(' · ')}</span>
        <span className="grow" />
        <When at={item.at} />
      </div>
      <p className="prose">
        <Rich text={text} />
        {item.record ? (
          <Link
            to="/o/$object/$id"
            params={{ object: item.object, id: item.record.id }}
            className="moment-open"
            aria-label={t('web.open.record', { name: item.record.name || text })}
          >
            <Icon name="chevron-right" size={14} />
          </Link>
        ) : null}
      </p>
      {next || (planned && about.state === 'prepared') ? (
        <Tag>
          {next
            ? t('web.timeline.next', {
                date: format.due(next).late
                  ? format.date(format.dayOf(next))
                  : format.due(next).text,
              })
            : t('web.timeline.planned', { date: format.due(planned).text })}
        </Tag>
      ) : null}
      <Pictures about={about} />
    </>
  )
}

function When({ at }: { at: string }) {
  const format = useFormat()
  return (
    <time className="muted" dateTime={at} title={format.dateTime(at)}>
      {format.time(at)}
    </time>
  )
}

function Changed({ item, meta }: { item: TimelineItem; meta: ObjectMeta }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const verb = meta.verbs?.find((one) => item.cause === `verb ${one.name}`)
  const elsewhere = item.record && item.object !== meta.object
  return (
    <>
      <div className="row">
        <strong>{item.actor?.name ?? t('web.system')}</strong>
        <span className="muted">
          {item.text ||
            (verb
              ? labelText(verb.label, language)
              : t(item.event === 'created' ? 'web.timeline.created' : 'web.timeline.changed'))}
        </span>
        {elsewhere && item.record ? (
          <Link
            to="/o/$object/$id"
            params={{ object: item.object, id: item.record.id }}
            className="ellipsis"
          >
            {item.record.name}
          </Link>
        ) : null}
        <span className="grow" />
        <When at={item.at} />
      </div>
      {item.changes.length > 0 ? <ChangeList changes={item.changes} /> : null}
    </>
  )
}

export function Moment({ item, meta }: { item: TimelineItem; meta: ObjectMeta }) {
  const event = item.kind === 'event'
  const about = item.about ?? {}
  const kind = asText(about.kind)
  const icon = event
    ? 'pencil'
    : (icons[kind === 'follow_up' ? asText(about.method) : kind] ?? 'message-square')
  return (
    <li className="moment">
      <span className="moment-icon" data-kind={event ? 'event' : kind || 'activity'}>
        <Icon name={icon} size={14} />
      </span>
      <div className="grow">
        {event ? <Changed item={item} meta={meta} /> : <Told item={item} />}
      </div>
    </li>
  )
}
