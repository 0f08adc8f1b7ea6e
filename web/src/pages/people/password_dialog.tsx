import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordRow } from '../../api/types'
import { setPassword } from '../../api/work'
import { asText } from '../../fields/kit'
import { ActDialog, useAct } from '../../record/act_dialog'
import { toast } from '../../ui/toast'

// The person's other sessions end with it.
export function PasswordDialog({ user, onClose }: { user: RecordRow; onClose: () => void }) {
  const { t } = useTranslation()
  const [password, setTyped] = useState('')
  const acting = useAct()
  const set = async () => {
    if (password === '' || !(await acting.run(() => setPassword(user.id, password)))) return
    toast(t('web.people.password_set', { name: asText(user.name) }))
    onClose()
  }
  return (
    <ActDialog
      title={t('web.people.password_of', { name: asText(user.name) })}
      acting={acting}
      act={t('web.people.set_password')}
      onAct={() => void set()}
      onClose={onClose}
    >
      <input type="text" autoComplete="username" value={asText(user.login)} readOnly hidden />
      <label className="field">
        <span className="field-label">{t('web.me.new_password')}</span>
        <input
          className="input"
          type="password"
          autoComplete="new-password"
          value={password}
          aria-invalid={acting.problem !== '' || undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <p className="muted">{t('web.people.password_note')}</p>
    </ActDialog>
  )
}
