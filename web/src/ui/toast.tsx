// Short messages with an undo; the last undo answers to Ctrl+Z too.
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Icon } from './icon'

export interface Toast {
  id: number
  text: string
  kind: 'good' | 'bad' | 'info'
  undo?: () => void
  forMs: number
}

interface ToastStore {
  toasts: Toast[]
  lastUndo: (() => void) | null
  add: (toast: Omit<Toast, 'id'>) => void
  drop: (id: number) => void
  undoLast: () => boolean
}

let nextId = 1
const shownMax = 3

export const useToasts = create<ToastStore>((set, get) => ({
  toasts: [],
  lastUndo: null,
  add: (toast) =>
    set((old) => ({
      toasts: [...old.toasts, { ...toast, id: nextId++ }].slice(-shownMax),
      lastUndo: toast.undo ?? old.lastUndo,
    })),
  drop: (id) => set((old) => ({ toasts: old.toasts.filter((toast) => toast.id !== id) })),
  undoLast: () => {
    const undo = get().lastUndo
    if (!undo) return false
    set((old) => ({ lastUndo: null, toasts: old.toasts.filter((toast) => toast.undo !== undo) }))
    undo()
    return true
  },
}))

interface Options {
  undo?: () => void
  kind?: Toast['kind']
  forMs?: number
}

export function toast(text: string, options: Options = {}): void {
  useToasts.getState().add({
    text,
    kind: options.kind ?? 'good',
    forMs: options.forMs ?? (options.kind === 'bad' ? 10_000 : 5_000),
    ...(options.undo ? { undo: options.undo } : {}),
  })
}

function ToastLine({ toast: item }: { toast: Toast }) {
  const { t } = useTranslation()
  const drop = useToasts((store) => store.drop)
  const hovered = useRef(false)
  useEffect(() => {
    const timer = setInterval(() => !hovered.current && drop(item.id), item.forMs)
    return () => clearInterval(timer)
  }, [item, drop])
  return (
    <div
      className="toast"
      data-kind={item.kind}
      onPointerEnter={() => {
        hovered.current = true
      }}
      onPointerLeave={() => {
        hovered.current = false
      }}
    >
      <Icon
        name={item.kind === 'bad' ? 'circle-alert' : item.kind === 'info' ? 'info' : 'circle-check'}
      />
      <span className="grow">{item.text}</span>
      {item.undo ? (
        <button
          type="button"
          onClick={() => {
            drop(item.id)
            useToasts.setState({ lastUndo: null })
            item.undo?.()
          }}
        >
          {t('web.undo')}
        </button>
      ) : null}
      <button type="button" aria-label={t('web.close')} onClick={() => drop(item.id)}>
        <Icon name="x" size={14} />
      </button>
    </div>
  )
}

export function ToastHost() {
  const toasts = useToasts((store) => store.toasts)
  const layer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // again on top of whatever dialog opened since
    const element = layer.current
    if (!element?.showPopover) return
    if (element.matches(':popover-open')) element.hidePopover()
    if (toasts.length > 0) element.showPopover()
  }, [toasts])
  return (
    <div ref={layer} popover="manual" className="toasts" role="status" aria-live="polite">
      {toasts.map((item) => (
        <ToastLine key={item.id} toast={item} />
      ))}
    </div>
  )
}
