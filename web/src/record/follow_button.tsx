// The star beside a record's name: told of what is said about it.
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { talk, useDiscussion, type Discussion } from '../api/discuss'
import type { ObjectMeta, RecordRow } from '../api/types'
import { IconButton } from '../ui/button'

export function FollowButton({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const key = ['talk', meta.object, record.id]
  const { data } = useDiscussion(meta.object, record.id)
  if (!data) return null
  const toggle = () => {
    const following = !data.following
    client.setQueryData<Discussion>(key, { ...data, following })
    void talk
      .follow(meta.object, record.id, following)
      .finally(() => void client.invalidateQueries({ queryKey: key }))
  }
  const people =
    data.followers.length > 0 ? t('web.follow.people', { count: data.followers.length }) : ''
  return (
    <IconButton
      small
      icon="star"
      className="follow"
      aria-pressed={data.following}
      label={t(data.following ? 'web.follow.off' : 'web.follow.on')}
      tip={[t(data.following ? 'web.follow.off' : 'web.follow.on'), people]
        .filter(Boolean)
        .join(' · ')}
      onClick={toggle}
    />
  )
}
