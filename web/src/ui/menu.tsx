import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Icon } from './icon'
import { Popover } from './popover'

export interface MenuEntry {
  key: string
  label: ReactNode
  icon?: string
  hint?: string
  danger?: boolean
  disabled?: boolean
  checked?: boolean
  onSelect: () => void
}
export type MenuRow = MenuEntry | { key: string; title: string } | { key: string; line: true }

// What cannot be chosen takes no focus: the first one that can be gets it.
const usable = '[role^="menuitem"]:not(:disabled)'

function move(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(usable)]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: items.length - 1,
  }
  const next = steps[event.key]
  if (next === undefined) return
  event.preventDefault()
  items[(next + items.length) % items.length]?.focus()
}

function Rows({ rows, onDone }: { rows: readonly MenuRow[]; onDone: () => void }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector<HTMLElement>(usable)?.focus(), [])
  return (
    <div ref={list} onKeyDown={move}>
      {rows.map((row) => {
        if ('line' in row) return <div key={row.key} role="separator" className="menu-line" />
        if ('title' in row)
          return (
            <div key={row.key} className="menu-title" role="presentation">
              {row.title}
            </div>
          )
        const role = row.checked === undefined ? 'menuitem' : 'menuitemcheckbox'
        return (
          <button
            key={row.key}
            type="button"
            role={role}
            aria-checked={row.checked}
            className="menu-item"
            disabled={row.disabled}
            data-danger={row.danger}
            onClick={() => {
              onDone()
              row.onSelect()
            }}
          >
            {row.icon || row.checked !== undefined ? (
              <Icon
                name={row.checked ? 'check' : (row.icon ?? 'x')}
                className={row.checked === false && !row.icon ? 'menu-blank' : ''}
              />
            ) : null}
            <span className="ellipsis">{row.label}</span>
            {row.hint ? <span className="hint">{row.hint}</span> : null}
          </button>
        )
      })}
    </div>
  )
}

interface Props {
  rows: readonly MenuRow[]
  label: string
  align?: 'start' | 'end'
  className?: string
  tabIndex?: number
  iconOnly?: boolean // no visible words: the label is the button's name
  children: ReactNode // the button's content
  before?: ReactNode // above the rows
}

export function MenuButton({
  rows,
  label,
  align = 'start',
  className = 'btn',
  iconOnly = false,
  tabIndex,
  children,
  before,
}: Props) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    anchor.current?.focus()
  }
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={iconOnly ? label : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      <Popover
        anchor={anchor}
        open={open}
        onClose={close}
        className="menu"
        role="menu"
        label={label}
        align={align}
      >
        {before}
        <Rows rows={rows} onDone={close} />
      </Popover>
    </>
  )
}
