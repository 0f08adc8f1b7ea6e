// A text box with a list below it: choose one by typing, arrows and Enter. Options may come
// from memory or from the server (onSearch); an extra row may create what is missing.
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon'
import { Popover } from './popover'

export interface Choice {
  key: string
  label: string
  hint?: string
  node?: ReactNode
}

interface Props {
  choices: readonly Choice[]
  value: Choice | null
  onChange: (choice: Choice | null) => void
  onSearch?: (text: string) => void // given: the choices are already filtered
  onCreate?: (text: string) => void
  createLabel?: (text: string) => string
  loading?: boolean
  label: string
  id?: string
  invalid?: boolean
  describedBy?: string
  disabled?: boolean
  clearable?: boolean
  placeholder?: string
  autoOpen?: boolean
  initialText?: string
  onBlur?: () => void
}

const createKey = '\u0000create'

function matches(choice: Choice, text: string): boolean {
  return choice.label.toLowerCase().includes(text.toLowerCase())
}

export function Combobox(props: Props) {
  const {
    choices,
    value,
    onChange,
    onSearch,
    onCreate,
    loading,
    label,
    clearable = true,
    autoOpen = false,
  } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState(autoOpen)
  const [text, setText] = useState<string | null>(props.initialText ?? null)
  const [active, setActive] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const typed = text ?? ''
  const found =
    onSearch || typed === '' ? choices : choices.filter((choice) => matches(choice, typed))
  const rows: Choice[] =
    onCreate && typed.trim() !== ''
      ? [...found, { key: createKey, label: props.createLabel?.(typed) ?? typed }]
      : [...found]
  useEffect(() => {
    if (autoOpen) input.current?.focus()
  }, [autoOpen])
  useEffect(() => {
    document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, list])

  const type = (next: string) => {
    setText(next)
    setActive(0)
    setOpen(true)
    onSearch?.(next)
  }
  const close = () => {
    setOpen(false)
    setText(null)
  }
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    close()
    if (choice.key === createKey) onCreate?.(typed.trim())
    else onChange(choice)
  }
  const start = () => {
    if (props.disabled) return
    setOpen(true)
    const at = rows.findIndex((row) => row.key === value?.key)
    setActive(Math.max(0, at))
    onSearch?.(typed)
  }
  const keys = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return start()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((active + step + rows.length) % Math.max(1, rows.length))
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      event.stopPropagation()
      choose(rows[active])
    } else if (event.key === 'Backspace' && typed === '' && value && clearable && text === null) {
      onChange(null)
    }
  }
  return (
    <div className="input-box" ref={box}>
      <input
        ref={input}
        id={props.id}
        className="input"
        role="combobox"
        aria-label={props.id ? undefined : label}
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        aria-activedescendant={open && rows.length > 0 ? `${list}-${active}` : undefined}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        disabled={props.disabled}
        placeholder={props.placeholder ?? t('web.choose')}
        value={text ?? value?.label ?? ''}
        onChange={(event) => type(event.target.value)}
        onClick={start}
        onKeyDown={keys}
        onBlur={() => {
          close()
          props.onBlur?.()
        }}
      />
      {value && clearable && !props.disabled ? (
        <button
          type="button"
          className="adorn-end"
          tabIndex={-1}
          aria-label={t('web.clear')}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChange(null)}
        >
          <Icon name="x" size={14} />
        </button>
      ) : (
        <span className="adorn-end" aria-hidden="true">
          <Icon name="chevron-down" size={14} />
        </span>
      )}
      <Popover
        anchor={box}
        open={open}
        onClose={close}
        role="listbox"
        id={list}
        label={label}
        minWidth="anchor"
        className="options"
      >
        {rows.map((row, index) => (
          <div
            key={row.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={row.key === value?.key}
            className="option"
            data-active={index === active}
            onPointerEnter={() => setActive(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(row)}
          >
            {row.key === createKey ? <Icon name="plus" size={14} /> : null}
            {row.node ?? <span className="ellipsis">{row.label}</span>}
            {row.hint ? <span className="hint">{row.hint}</span> : null}
          </div>
        ))}
        {rows.length === 0 ? (
          <div className="option-note" role="option" aria-selected="false" aria-disabled="true">
            {loading ? t('web.loading') : t('web.nothing_found')}
          </div>
        ) : null}
      </Popover>
    </div>
  )
}
