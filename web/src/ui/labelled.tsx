// Inputs with their label, note and issue, outside of forms made from metadata.
import { useId, type ReactNode } from 'react'

interface LineProps {
  label: string
  value: string
  onChange: (value: string) => void
  issue?: string | undefined
  note?: string
  disabled?: boolean
  autoComplete?: string
  required?: boolean
}

export function Line({ label, value, onChange, issue, note, required, ...rest }: LineProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {required ? <span aria-hidden="true"> *</span> : null}
      </label>
      <input
        id={id}
        className="input"
        value={value}
        aria-invalid={issue !== undefined || undefined}
        aria-describedby={issue || note ? `${id}-note` : undefined}
        aria-required={required || undefined}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      <Note id={`${id}-note`} issue={issue} note={note} />
    </div>
  )
}

interface NoteProps {
  id: string
  issue: string | undefined
  note: string | undefined
}

export function Note({ id, issue, note }: NoteProps) {
  if (!issue && !note) return null
  return (
    <p id={id} className={issue ? 'field-error' : 'muted'}>
      {issue ?? note}
    </p>
  )
}

interface ChoiceProps {
  label: string
  value: string
  onChange: (value: string) => void
  issue?: string | undefined
  note?: string
  disabled?: boolean
  children: ReactNode
}

export function Choose({ label, value, onChange, issue, note, disabled, children }: ChoiceProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input"
        value={value}
        disabled={disabled}
        aria-invalid={issue !== undefined || undefined}
        aria-describedby={issue || note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
      <Note id={`${id}-note`} issue={issue} note={note} />
    </div>
  )
}
