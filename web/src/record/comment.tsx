// A comment in the timeline.
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client'
import { talk, type Comment } from '../api/discuss'
import type { ObjectMeta, RecordRow } from '../api/types'
import { IconButton } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { toast } from '../ui/toast'
import { Rich } from './mentions'

interface Props {
  comment: Comment
  meta: ObjectMeta
  record: RecordRow
}

export function CommentMoment({ comment, meta, record }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const remove = () =>
    void talk.remove(meta.object, record.id, comment.id).then(
      () => client.invalidateQueries({ queryKey: ['talk', meta.object, record.id] }),
      (error: unknown) =>
        toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' }),
    )
  return (
    <li className="moment">
      <span className="moment-icon" data-kind="comment">
        <Icon name="at-sign" size={14} />
      </span>
      <div className="grow">
        <div className="row">
          <strong>{comment.author?.name ?? t('web.system')}</strong>
          <span className="muted">{t('web.comment.said')}</span>
          <span className="grow" />
          {comment.can.remove ? (
            <IconButton
              small
              icon="trash"
              label={t('web.comment.remove')}
              className="moment-act"
              onClick={remove}
            />
          ) : null}
          <time className="muted" dateTime={comment.at} title={format.dateTime(comment.at)}>
            {format.time(comment.at)}
          </time>
        </div>
        <p className="prose">
          <Rich text={comment.text} />
        </p>
      </div>
    </li>
  )
}
