// What waits to be sent, and what was refused when it was.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { forget, sendWaiting, useOutbox } from '../api/outbox'
import { touch } from '../api/queries'
import { openForm } from '../record/stores'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'

const againMs = 30_000

export function Outbox() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const waiting = useOutbox((outbox) => outbox.waiting)
  useEffect(() => {
    const send = () => void sendWaiting().then((sent) => sent && touch(client, 'activity'))
    send()
    addEventListener('online', send)
    const timer = setInterval(() => {
      if (useOutbox.getState().waiting.length > 0) send()
    }, againMs)
    return () => {
      removeEventListener('online', send)
      clearInterval(timer)
    }
  }, [client])
  if (waiting.length === 0) return null
  const refused = waiting.filter((one) => one.problem)
  const first = refused[0]
  return (
    <div className="notice" role="status">
      <Icon name={first ? 'circle-alert' : 'upload'} size={14} />
      {first
        ? `${t('web.offline.refused', { count: refused.length })}: ${first.problem}`
        : t('web.offline.waiting', { count: waiting.length })}
      {first ? (
        <Button
          kind="link"
          onClick={() =>
            openForm({
              object: first.object,
              defaults: first.fields,
              onDone: () => void forget(first.key),
            })
          }
        >
          {t('web.edit')}
        </Button>
      ) : null}
    </div>
  )
}
