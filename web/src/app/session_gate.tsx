// Everything behind the log-in: formats of the company, live changes, extensions of pages/.
import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { configureClient } from '../api/client'
import { listenToEvents } from '../api/events'
import { useSession } from '../api/queries'
import { createFormat } from '../base/format'
import { listKinds, pages, panels, verbDialogs } from '../pages'
import { ExtensionsContext } from '../record/extend'
import { FormatProvider } from '../ui/format'
import { usePrefs } from '../ui/prefs'
import { ToastHost } from '../ui/toast'
import { useBuild } from './fresh'

const extensions = { pages, panels, listKinds, verbDialogs }

export function SessionGate() {
  const session = useSession()
  const client = useQueryClient()
  const language = usePrefs((prefs) => prefs.language)
  const user = session?.user
  configureClient({ csrf: session?.csrf ?? '' })
  useEffect(() => {
    if (user) useBuild.getState().see(user.build)
  }, [user])
  useEffect(() => {
    if (!user || import.meta.env.VITE_FAKE) return undefined
    return listenToEvents(client, user.id)
  }, [client, user?.id])
  const company = user?.company
  const format = useMemo(
    () =>
      createFormat({
        language,
        zone: company?.zone ?? 'Asia/Shanghai',
        currency: company?.base_currency ?? 'CNY',
        today: company?.today ?? new Date().toISOString().slice(0, 10),
        ...(company ? { now: clockOf(company.today) } : {}),
      }),
    [language, company],
  )
  if (!session) return null
  return (
    <ExtensionsContext.Provider value={extensions}>
      <FormatProvider value={format}>
        <Outlet />
        <ToastHost />
      </FormatProvider>
    </ExtensionsContext.Provider>
  )
}

// A test company may live on another day than this machine.
function clockOf(today: string): () => number {
  const shift = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.now()) / 86_400_000)
  return Math.abs(shift) <= 1 ? () => Date.now() : () => Date.now() + shift * 86_400_000
}
