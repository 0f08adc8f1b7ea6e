import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { ApiError, configureClient } from '../api/client'
import { Button } from '../ui/button'
import { Logo } from './logo'
import { usePrefs } from '../ui/prefs'

// Only an address of our own: the log-in never sends people elsewhere.
function ownAddress(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/'
}

export function LoginPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const search: { to?: unknown } = useSearch({ strict: false })
  const prefs = usePrefs()
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem('')
    try {
      const session = await api.login(
        String(form.get('username')).trim(),
        String(form.get('password')),
      )
      configureClient({ csrf: session.csrf })
      client.clear()
      client.setQueryData(['session'], { csrf: session.csrf, user: session.user })
      await navigate({ href: ownAddress(search.to) })
    } catch (error) {
      setProblem(
        error instanceof ApiError && !error.isOffline ? error.message : t('web.state.offline'),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="login">
      <form className="login-card" onSubmit={(event) => void submit(event)}>
        <div className="login-head">
          <Logo size={40} />
          <div>
            <h1>{t('web.product')}</h1>
            <p className="muted">{t('web.product.claim')}</p>
          </div>
        </div>
        <label className="field">
          <span className="field-label">{t('web.login.name')}</span>
          <input
            className="input"
            name="username"
            autoComplete="username"
            required
            autoFocus
            spellCheck={false}
            autoCapitalize="none"
          />
        </label>
        <label className="field">
          <span className="field-label">{t('web.login.password')}</span>
          <input
            className="input"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            aria-invalid={problem !== '' || undefined}
          />
        </label>
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <Button kind="primary" type="submit" busy={busy} className="login-submit">
          {t('web.login.submit')}
        </Button>
      </form>
      <button
        type="button"
        className="btn btn-link"
        lang={prefs.language === 'en' ? 'zh-CN' : 'en'}
        onClick={() => prefs.set({ language: prefs.language === 'en' ? 'zh-CN' : 'en' })}
      >
        {prefs.language === 'en' ? '中文' : 'English'}
      </button>
    </main>
  )
}
