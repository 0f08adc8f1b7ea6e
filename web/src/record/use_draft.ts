// What a person began to write about a record stays in this browser until it is sent.
import { useMemo } from 'react'

const prefix = 'bihuan.draft.'

export function useDraft(object: string, id: string) {
  return useMemo(() => {
    const key = `${prefix}${object}.${id}`
    const read = (): string => {
      try {
        return localStorage.getItem(key) ?? ''
      } catch {
        return ''
      }
    }
    return {
      start: read(),
      keep: (text: string) => {
        try {
          if (text === '') localStorage.removeItem(key)
          else localStorage.setItem(key, text)
        } catch {
          /* private mode: the draft lives as long as the page */
        }
      },
    }
  }, [object, id])
}
