// Starts the pages: look, language, client, router.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { ApiError, configureClient } from '../api/client'
import { applyLook, usePrefs } from '../ui/prefs'
import { keepForOffline, reloadOnceOnStaleChunks } from './fresh'
import { changeLanguage, startI18n } from './i18n'
import { makeRouter } from './router'
import '../ui/tokens.css'
import '../ui/parts.css'
import '../ui/overlay.css'
import '../ui/charts.css'
import '../fields/fields.css'
import '../record/grid.css'
import '../record/record.css'
import './app.css'

const retriesMax = 2

function shouldRetry(count: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.status : 0
  return count < retriesMax && (status === 0 || status >= 502)
}

function followPrefs(): void {
  applyLook(usePrefs.getState())
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    applyLook(usePrefs.getState()),
  )
  usePrefs.subscribe((prefs, before) => {
    applyLook(prefs)
    if (prefs.language === before.language) return
    configureClient({ language: prefs.language })
    void changeLanguage(prefs.language)
  })
}

export async function startApp(): Promise<void> {
  const { language } = usePrefs.getState()
  followPrefs()
  reloadOnceOnStaleChunks()
  keepForOffline()
  if (import.meta.env.VITE_FAKE) {
    const { fakeTransport } = await import('../api/fake')
    configureClient({ transport: fakeTransport })
  }
  await startI18n(language)
  const client = new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 30_000, refetchOnWindowFocus: false },
    },
  })
  const router = makeRouter(client)
  configureClient({
    language,
    onSignedOut: () => {
      client.removeQueries({ queryKey: ['session'] })
      void router.invalidate()
    },
  })
  createRoot(document.getElementById('root')!).render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}
