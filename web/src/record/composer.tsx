// Writes a follow-up about the record at hand; E puts the cursor here.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import { ApiError, newKey } from '../api/client'
import { touch, useSession } from '../api/queries'
import { labelText, useObject } from '../api/schema'
import { keepForLater } from '../api/outbox'
import { talk } from '../api/discuss'
import type { Attachment, ObjectMeta, RecordRow, Reference } from '../api/types'
import { Avatar } from '../ui/bits'
import { Button } from '../ui/button'
import { DatePicker } from '../ui/date_picker'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { toInstant } from '../base/dates'
import { toast } from '../ui/toast'
import { MentionBox, type Named } from './mention_box'
import { useStores } from './stores'
import { useDraft } from './use_draft'

const methodsShown = ['phone', 'visit', 'wechat', 'meeting']
const carried = ['account', 'opportunity', 'lead', 'contract'] // the activity belongs to these too

type Kind = 'follow_up' | 'comment'

// The fields of the activity: what was done, about which records, when to speak next.
function activityOf(
  activity: ObjectMeta,
  meta: ObjectMeta,
  record: RecordRow,
  said: { text: string; method: string; next: string | null; zone: string; files: Attachment[] },
): Fields {
  const fields: Fields = {
    kind: 'follow_up',
    method: said.method,
    content: said.text.trim(),
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
  const pictures = said.files.filter((file) => file.type.startsWith('image/'))
  const papers = said.files.filter((file) => !file.type.startsWith('image/'))
  if (pictures.length > 0) fields.photos = pictures.map((file) => file.id)
  if (papers.length > 0) fields.files = papers.map((file) => file.id)
  if (said.next) fields.next_time = toInstant(said.next, '09:00', said.zone)
  return fields
}

export function Composer({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const { language, zone } = useFormat()
  const client = useQueryClient()
  const user = useSession()?.user
  const activity = useObject('activity')
  const asked = useStores((stores) => stores.followUp)
  const box = useRef<HTMLTextAreaElement>(null)
  const key = useRef(newKey())
  const mentioned = useRef<Named[]>([])
  const mayFollow =
    activity?.can.create === true && activity.fields.some((field) => field.name === meta.object)
  const draft = useDraft(meta.object, record.id)
  const [kind, setKind] = useState<Kind>(mayFollow ? 'follow_up' : 'comment')
  const [text, setText] = useState(draft.start)
  const [method, setMethod] = useState('phone')
  const [next, setNext] = useState<string | null>(null)
  const [files, setFiles] = useState<Attachment[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    if (asked > 0) box.current?.focus()
  }, [asked])
  const methods =
    activity?.fields
      .find((field) => field.name === 'method')
      ?.settings?.options?.filter((option) => methodsShown.includes(option.key)) ?? []
  const write = (value: string) => {
    setText(value)
    draft.keep(value)
  }
  const done = () => {
    key.current = newKey()
    mentioned.current = []
    write('')
    setNext(null)
    setFiles([])
  }
  const submit = async () => {
    if (text.trim() === '' || busy) return box.current?.focus()
    const fields = activity
      ? activityOf(activity, meta, record, { text, method, next, zone, files })
      : {}
    const names = mentioned.current.filter((one) => text.includes(`@${one.name}`))
    const ids = [...new Set(names.map((one) => one.id))]
    setBusy(true)
    setProblem('')
    try {
      if (kind === 'comment') await talk.say(meta.object, record.id, text, ids, key.current)
      else await api.create('activity', fields, key.current)
      if (kind === 'follow_up' && ids.length > 0)
        await talk.say(meta.object, record.id, text, ids, `${key.current}-told`)
      done()
      toast(t(kind === 'comment' ? 'web.comment.saved' : 'web.follow_up.saved'))
      touch(client, meta.object, record.id)
      touch(client, 'activity')
    } catch (error) {
      if (error instanceof ApiError && error.isOffline && kind === 'follow_up') {
        await keepForLater({ object: 'activity', fields, key: key.current, title: text })
        done()
        toast(t('web.offline.kept'))
      } else
        setProblem(
          error instanceof ApiError
            ? [error.message, ...error.issues.map((issue) => issue.message)].join(' ')
            : t('web.state.failed'),
        )
    } finally {
      setBusy(false)
    }
  }
  const attach = async (list: FileList | null) => {
    try {
      for (const file of list ?? []) {
        const kept = await api.upload(file)
        setFiles((old) => [...old, kept])
      }
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t('web.state.failed'))
    }
  }
  return (
    <div className="composer">
      <Avatar name={user?.name ?? ''} size={28} />
      <div className="composer-box">
        {mayFollow ? (
          <div className="composer-kinds" role="group" aria-label={t('web.follow_up')}>
            {(['follow_up', 'comment'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={kind === one}
                onClick={() => setKind(one)}
              >
                {t(`web.composer.${one}`)}
              </button>
            ))}
          </div>
        ) : null}
        <MentionBox
          box={box}
          value={text}
          label={t(kind === 'comment' ? 'web.comment' : 'web.follow_up')}
          placeholder={t(kind === 'comment' ? 'web.comment.hint' : 'web.follow_up.hint')}
          onChange={write}
          onMention={(person) => mentioned.current.push(person)}
          onSubmit={() => void submit()}
        />
        {files.length > 0 ? (
          <ul className="composer-files">
            {files.map((file) => (
              <li key={file.id} className="tag">
                {file.name}
                <button
                  type="button"
                  aria-label={t('web.file.remove', { name: file.name })}
                  onClick={() => setFiles(files.filter((one) => one.id !== file.id))}
                >
                  <Icon name="x" size={12} />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <div className="composer-foot">
          {kind === 'follow_up' ? (
            <>
              <label className="btn btn-ghost btn-icon btn-small composer-attach">
                <Icon name="paperclip" size={15} />
                <input
                  type="file"
                  multiple
                  className="sr-only"
                  aria-label={t('web.file.attach')}
                  onChange={(event) => void attach(event.target.files)}
                />
              </label>
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
            </>
          ) : (
            <>
              <span className="muted composer-tip">{t('web.comment.tip')}</span>
              <span className="grow" />
            </>
          )}
          <Button
            small
            kind="primary"
            busy={busy}
            disabled={text.trim() === ''}
            onClick={() => void submit()}
            title="Ctrl+Enter"
          >
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
