// The session's Format (base/format.ts) for components.
import { createContext, useContext, type ReactNode } from 'react'
import { createFormat, type Format } from '../base/format'

const fallback = createFormat({
  language: 'zh-CN',
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  today: new Date().toISOString().slice(0, 10),
})
const FormatContext = createContext<Format>(fallback)

export function FormatProvider({ value, children }: { value: Format; children: ReactNode }) {
  return <FormatContext.Provider value={value}>{children}</FormatContext.Provider>
}

export const useFormat = (): Format => useContext(FormatContext)
