// A dialog that asks once and acts: title, what is asked, why it was refused, cancel and the act.
// What is typed stays when the act is refused.
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

export function wordsOf(error: ApiError): string {
  return [error.message, error.hint, ...error.issues.map((issue) => issue.message)]
    .filter(Boolean)
    .join(' ')
}

export interface Acting {
  busy: boolean
  problem: string
  setProblem: (problem: string) => void
  // True when it was done. `tell` makes the sentence of a refusal, where some of it stands elsewhere.
  run: (act: () => Promise<unknown>, tell?: (error: ApiError) => string) => Promise<boolean>
}

export function useAct(): Acting {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const run: Acting['run'] = async (act, tell = wordsOf) => {
    setBusy(true)
    setProblem('')
    try {
      await act()
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(tell(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, setProblem, run }
}

export function Problem({ text }: { text: string }) {
  return text ? (
    <p className="field-error" role="alert">
      {text}
    </p>
  ) : null
}

interface Props {
  title: ReactNode
  acting: Acting
  act: string // what the button says
  onAct: () => void
  onClose: () => void
  children: ReactNode
  kind?: 'dialog' | 'wide'
  danger?: boolean
  disabled?: boolean
}

export function ActDialog(props: Props) {
  const { title, acting, act, onAct, onClose, children, kind, danger, disabled } = props
  const { t } = useTranslation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!disabled && !acting.busy) onAct()
  }
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      {...(kind ? { kind } : {})}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            busy={acting.busy}
            disabled={disabled}
            onClick={onAct}
          >
            {act}
          </Button>
        </>
      }
    >
      <form className="stack" onSubmit={submit}>
        {children}
        <Problem text={acting.problem} />
        <button type="submit" hidden>
          {act}
        </button>
      </form>
    </Dialog>
  )
}
