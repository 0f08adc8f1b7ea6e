import { useSyncExternalStore } from 'react'

export const phoneQuery = '(max-width: 767px)'

function subscribe(changed: () => void): () => void {
  const query = matchMedia(phoneQuery)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

export const usePhone = (): boolean =>
  useSyncExternalStore(subscribe, () => matchMedia(phoneQuery).matches)

// True while keys belong to a text: shortcuts stay silent then.
export function isTyping(event: { target: EventTarget | null; isComposing?: boolean }): boolean {
  if (event.isComposing) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.dataset.gridKeys === 'true') return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
