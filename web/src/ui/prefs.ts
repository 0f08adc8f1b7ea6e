// A person's look of the pages: kept in this browser at once, by the server for the next one.
import { create } from 'zustand'
import type { Language } from '../base/numbers'

export type Theme = 'light' | 'dark' | 'auto'
export type Density = 'compact' | 'normal' | 'loose'

export interface Prefs {
  theme: Theme
  density: Density
  language: Language
  rise: 'green' | 'red'
  collapsed: boolean
  letterKeys: boolean // single-letter shortcuts
}

const storageKey = 'bihuan.prefs'

function read(): Prefs {
  const base: Prefs = {
    theme: 'auto',
    density: 'normal',
    rise: 'green',
    collapsed: false,
    letterKeys: true,
    language: navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN',
  }
  try {
    return { ...base, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Prefs>) }
  } catch {
    return base
  }
}

interface PrefStore extends Prefs {
  set: (changes: Partial<Prefs>) => void
}

export const usePrefs = create<PrefStore>((set) => ({
  ...read(),
  set: (changes) =>
    set((old) => {
      const { set: _set, ...prefs } = { ...old, ...changes }
      try {
        localStorage.setItem(storageKey, JSON.stringify(prefs))
      } catch {
        /* private mode: it holds for this page */
      }
      return changes
    }),
}))

export function applyLook(prefs: Prefs): void {
  const dark =
    prefs.theme === 'dark' ||
    (prefs.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  const root = document.documentElement
  root.dataset.theme = dark ? 'dark' : 'light'
  root.dataset.density = prefs.density
  root.dataset.rise = prefs.rise
  root.lang = prefs.language
}
