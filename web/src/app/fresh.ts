// After an upgrade of the server an old tab asks for files that are gone: reload once.
import { create } from 'zustand'

const reloadedKey = 'bihuan.reloaded'

export function reloadOnceOnStaleChunks(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(reloadedKey) ?? 0)
    if (Date.now() - last < 60_000) return
    event.preventDefault()
    sessionStorage.setItem(reloadedKey, String(Date.now()))
    location.reload()
  })
}

// Pages for when the network is away: only where browsers allow it (HTTPS, this machine).
export function keepForOffline(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator) || !isSecureContext) return
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  })
}

interface BuildStore {
  first: string | null
  isOld: boolean
  see: (build: string) => void
}

// The server tells its build id with the session; another one than at the start: a new version.
export const useBuild = create<BuildStore>((set) => ({
  first: null,
  isOld: false,
  see: (build) =>
    set((old) => (old.first === null ? { first: build } : { isOld: old.first !== build })),
}))
