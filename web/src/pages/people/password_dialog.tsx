import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import type { RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { toast } from '../../ui/toast'
import { setPassword } from '../../api/work'

// The person's other sessions end with it.
export function PasswordDialog({ user, onClose }: { user: RecordRow; onClose: () => void }) {
  const { t } = useTranslation()
  const [password, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (password === '') return
    setBusy(true)
    setProblem('')
    try {
      await setPassword(user.id, password)
      toast(t('web.people.password_set', { name: asText(user.name) }))
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(
        [error.message, error.hint, ...error.issues.map((issue) => issue.message)]
          .filter(Boolean)
          .join(' '),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      title={t('web.people.password_of', { name: asText(user.name) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {t('web.people.set_password')}
          </Button>
        </>
      }
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <input type="text" autoComplete="username" value={asText(user.login)} readOnly hidden />
        <label className="field">
          <span className="field-label">{t('web.me.new_password')}</span>
          <input
            className="input"
            type="password"
            autoComplete="new-password"
            value={password}
            aria-invalid={problem !== '' || undefined}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <p className="muted">{t('web.people.password_note')}</p>
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" hidden>
          {t('web.save')}
        </button>
      </form>
    </Dialog>
  )
}
