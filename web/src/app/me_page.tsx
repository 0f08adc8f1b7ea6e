// My own settings: password, look, shortcuts.
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { ApiError } from '../api/client'
import { useSession } from '../api/queries'
import { Card, Person, Segments } from '../ui/bits'
import { Button } from '../ui/button'
import { usePrefs, type Prefs } from '../ui/prefs'
import { toast } from '../ui/toast'

function PasswordForm() {
  const { t } = useTranslation()
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const target = event.currentTarget
    const form = new FormData(target)
    setBusy(true)
    setProblem('')
    try {
      await api.changePassword(String(form.get('old')), String(form.get('next')))
      target.reset()
      toast(t('web.me.password_changed'))
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t('web.state.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack me-form" onSubmit={(event) => void submit(event)}>
      <label className="field">
        <span className="field-label">{t('web.me.old_password')}</span>
        <input
          className="input"
          type="password"
          name="old"
          autoComplete="current-password"
          required
        />
      </label>
      <label className="field">
        <span className="field-label">{t('web.me.new_password')}</span>
        <input className="input" type="password" name="next" autoComplete="new-password" required />
      </label>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      <div>
        <Button type="submit" busy={busy}>
          {t('web.me.change_password')}
        </Button>
      </div>
    </form>
  )
}

export default function MePage() {
  const { t } = useTranslation()
  const user = useSession()?.user
  const prefs = usePrefs()
  const set = (changes: Partial<Prefs>) => {
    prefs.set(changes)
    void api.saveSettings({ ...changes }).catch(() => undefined)
  }
  const line = (
    label: string,
    value: string,
    items: { key: string; label: string }[],
    change: (key: string) => void,
  ) => (
    <div className="me-line">
      <span className="grow">{label}</span>
      <Segments label={label} value={value} items={items} onChange={change} />
    </div>
  )
  return (
    <div className="page stack">
      <h1>{t('web.me.title')}</h1>
      <Card>
        <Person name={user?.name ?? ''} size={36} />
        <p className="muted">
          {[user?.login, user?.dept?.name, ...(user?.roles.map((role) => role.name) ?? [])]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </Card>
      <Card title={t('web.me.look')}>
        {line(
          t('web.theme'),
          prefs.theme,
          [
            { key: 'light', label: t('web.theme.light') },
            { key: 'dark', label: t('web.theme.dark') },
            { key: 'auto', label: t('web.theme.auto') },
          ],
          (key) => set({ theme: key as Prefs['theme'] }),
        )}
        {line(
          t('web.density'),
          prefs.density,
          [
            { key: 'compact', label: t('web.density.compact') },
            { key: 'normal', label: t('web.density.normal') },
            { key: 'loose', label: t('web.density.loose') },
          ],
          (key) => set({ density: key as Prefs['density'] }),
        )}
        {line(
          t('web.language'),
          prefs.language,
          [
            { key: 'zh-CN', label: '中文' },
            { key: 'en', label: 'English' },
          ],
          (key) => set({ language: key as Prefs['language'] }),
        )}
        {line(
          t('web.me.rise'),
          prefs.rise,
          [
            { key: 'green', label: t('web.me.rise_green') },
            { key: 'red', label: t('web.me.rise_red') },
          ],
          (key) => set({ rise: key as Prefs['rise'] }),
        )}
        {line(
          t('web.me.letter_keys'),
          prefs.letterKeys ? 'on' : 'off',
          [
            { key: 'on', label: t('web.on') },
            { key: 'off', label: t('web.off') },
          ],
          (key) => set({ letterKeys: key === 'on' }),
        )}
      </Card>
      <Card title={t('web.me.password')}>
        <PasswordForm />
      </Card>
    </div>
  )
}
