// Dialogs and drawers on the native <dialog>: focus trap, inert page and Escape are the browser's.
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button'

interface Props {
  open: boolean
  title: ReactNode
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  kind?: 'dialog' | 'wide' | 'drawer'
}

export function Dialog({ open, title, onClose, children, footer, kind = 'dialog' }: Props) {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    if (!open || !element || element.open) return undefined
    element.showModal()
    element.querySelector<HTMLElement>('.overlay-body :is(input, textarea, select)')?.focus()
    return () => element.close()
  }, [open])
  if (!open) return null
  const style = kind === 'drawer' ? 'drawer' : kind === 'wide' ? 'dialog wide' : 'dialog'
  return (
    <dialog
      ref={dialog}
      className={style}
      aria-labelledby={id}
      onCancel={(event) => {
        if (event.target !== dialog.current) return
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current && kind !== 'drawer') onClose()
      }}
    >
      <header className="overlay-head">
        <h2 id={id} className="ellipsis">
          {title}
        </h2>
        <IconButton label={t('web.close')} icon="x" onClick={onClose} />
      </header>
      <div className="overlay-body" tabIndex={-1}>
        {children}
      </div>
      {footer ? <footer className="overlay-foot">{footer}</footer> : null}
    </dialog>
  )
}

export function Drawer(props: Omit<Props, 'kind'>) {
  return <Dialog {...props} kind="drawer" />
}
