// Writes a follow-up about the record at hand; E puts the cursor here.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import { ApiError, newKey } from '../api/client'
import { touch, useSession } from '../api/queries'
import { labelText, useObject } from '../api/schema'
import type { ObjectMeta, RecordRow, Reference } from '../api/types'
import { Avatar } from '../ui/bits'
import { Button } from '../ui/button'
import { DatePicker } from '../ui/date_picker'
import { useFormat } from '../ui/format'
import { toInstant } from '../base/dates'
import { toast } from '../ui/toast'
import { useStores } from './stores'

const methodsShown = ['phone', 'visit', 'wechat', 'meeting']
const carried = ['account', 'opportunity', 'lead', 'contract'] // the activity belongs to these too

export function Composer({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const { language, zone } = useFormat()
  const client = useQueryClient()
  const user = useSession()?.user
  const activity = useObject('activity')
  const asked = useStores((stores) => stores.followUp)
  const box = useRef<HTMLTextAreaElement>(null)
  const key = useRef(newKey())
  const [text, setText] = useState('')
  const [method, setMethod] = useState('phone')
  const [next, setNext] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    if (asked > 0) box.current?.focus()
  }, [asked])
  if (!activity?.can.create || !activity.fields.some((field) => field.name === meta.object))
    return null
  const methods =
    activity.fields
      .find((field) => field.name === 'method')
      ?.settings?.options?.filter((option) => methodsShown.includes(option.key)) ?? []
  const submit = async () => {
    if (text.trim() === '') return box.current?.focus()
    const fields: Fields = {
      kind: 'follow_up',
      method,
      content: text.trim(),
      [meta.object]: record.id,
    }
    for (const name of carried) {
      const reference = record[name] as Reference | null | undefined
      if (
        reference?.id &&
        name !== meta.object &&
        activity.fields.some((field) => field.name === name)
      )
        fields[name] = reference.id
    }
    if (next) fields.next_time = toInstant(next, '09:00', zone)
    setBusy(true)
    setProblem('')
    try {
      await api.create('activity', fields, key.current)
      key.current = newKey()
      setText('')
      setNext(null)
      toast(t('web.follow_up.saved'))
      touch(client, meta.object, record.id)
      touch(client, 'activity')
    } catch (error) {
      setProblem(
        error instanceof ApiError
          ? [error.message, ...error.issues.map((issue) => issue.message)].join(' ')
          : t('web.state.failed'),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="composer">
      <Avatar name={user?.name ?? ''} size={28} />
      <div className="composer-box">
        <textarea
          ref={box}
          rows={2}
          aria-label={t('web.follow_up')}
          placeholder={t('web.follow_up.hint')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
          }}
        />
        <div className="composer-foot">
          <div className="row" role="group" aria-label={t('web.follow_up.method')}>
            {methods.map((option) => (
              <button
                key={option.key}
                type="button"
                className="method"
                aria-pressed={method === option.key}
                onClick={() => setMethod(option.key)}
              >
                {labelText(option.label, language)}
              </button>
            ))}
          </div>
          <span className="grow" />
          <div className="composer-next">
            <span className="muted">{t('web.follow_up.next')}</span>
            <DatePicker label={t('web.follow_up.next')} value={next} onChange={setNext} />
          </div>
          <Button small busy={busy} onClick={() => void submit()} title="Ctrl+Enter">
            {t('web.submit')}
          </Button>
        </div>
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
      </div>
    </div>
  )
}
