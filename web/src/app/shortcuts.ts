// Keys that work everywhere: palette, create, go to, help, undo. Silent while typing.
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useStores } from '../record/stores'
import { isTyping } from '../ui/media'
import { usePrefs } from '../ui/prefs'
import { useToasts } from '../ui/toast'

export const places: Record<string, { to: string; label: string }> = {
  h: { to: '/', label: 'web.keys.go_home' },
  o: { to: '/o/opportunity', label: 'web.keys.go_opportunities' },
  b: { to: '/o/opportunity?view=board', label: 'web.keys.go_board' },
  f: { to: '/o/account', label: 'web.keys.go_accounts' },
}

const sequenceMs = 1000

export function useGlobalKeys(): void {
  const navigate = useNavigate()
  const goAt = useRef(0)
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const control = event.ctrlKey || event.metaKey
      const letter = event.key.toLowerCase()
      if (control && letter === 'k') {
        event.preventDefault()
        useStores.getState().setPalette(true)
        return
      }
      if (isTyping(event) || event.altKey || document.querySelector('dialog[open]')) return
      if (control) {
        if (letter === 'z' && !event.shiftKey && useToasts.getState().undoLast())
          event.preventDefault()
        return
      }
      if (event.key === '/') {
        event.preventDefault()
        useStores.getState().setPalette(true)
        return
      }
      if (event.key === '?') return useStores.getState().setHelp(true)
      const grid = event.target instanceof HTMLElement && event.target.dataset.gridKeys === 'true'
      if (!usePrefs.getState().letterKeys || grid) return
      if (Date.now() - goAt.current < sequenceMs && places[letter]) {
        goAt.current = 0
        event.preventDefault()
        void navigate({ href: places[letter].to })
        return
      }
      goAt.current = letter === 'g' ? Date.now() : 0
      if (letter === 'c') {
        event.preventDefault()
        document.querySelector<HTMLElement>('[data-create-menu]')?.click()
      }
      if (letter === 'e') useStores.getState().askFollowUp()
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [navigate])
}
