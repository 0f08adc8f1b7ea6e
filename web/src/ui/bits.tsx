// Chips, pills, tags, avatars, cards, tabs: small shapes without behaviour of their own.
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon'

export function Pill({
  color,
  children,
}: {
  color?: string | null | undefined
  children: ReactNode
}) {
  return (
    <span className="pill" style={{ '--pill': color || '#7C8AA5' } as React.CSSProperties}>
      <span className="ellipsis">{children}</span>
    </span>
  )
}

export const Tag = ({ children }: { children: ReactNode }) => (
  <span className="tag">{children}</span>
)
export const Kbd = ({ children }: { children: ReactNode }) => <kbd className="kbd">{children}</kbd>

interface ChipProps {
  label: string
  value?: ReactNode
  onOpen?: () => void
  onRemove?: () => void
}

export function Chip({ label, value, onOpen, onRemove }: ChipProps) {
  const { t } = useTranslation()
  return (
    <span className="chip">
      <button type="button" className="chip-body" onClick={onOpen} disabled={!onOpen}>
        <span className="chip-key">{label}</span>
        {value !== undefined ? <span className="ellipsis">{value}</span> : null}
      </button>
      {onRemove ? (
        <button
          type="button"
          aria-label={t('web.filter.remove', { name: label })}
          onClick={onRemove}
        >
          <Icon name="x" size={13} />
        </button>
      ) : null}
    </span>
  )
}

const avatarColors = [
  '#4F63C6',
  '#7A4FE0',
  '#0F766E',
  '#31628C',
  '#8A5A0B',
  '#A63D75',
  '#2F7A4A',
  '#B23A2B',
  '#5B6472',
]

function colorOf(name: string): string {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return avatarColors[sum % avatarColors.length] ?? '#5B6472'
}

export function Avatar({ name, size = 20 }: { name: string; size?: number }) {
  return (
    <span
      className="avatar"
      aria-hidden="true"
      data-letter={[...name][0] ?? '?'}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.48),
        background: colorOf(name),
      }}
    />
  )
}

export function Person({ name, size = 20 }: { name: string; size?: number }) {
  return (
    <span className="person">
      <Avatar name={name} size={size} />
      <span className="ellipsis">{name}</span>
    </span>
  )
}

interface CardProps {
  title?: ReactNode
  sub?: ReactNode
  icon?: string
  actions?: ReactNode
  children: ReactNode
  className?: string
}

export function Card({ title, sub, icon, actions, children, className = '' }: CardProps) {
  return (
    <section className={`card ${className}`}>
      {title ? (
        <header className="card-head">
          {icon ? <Icon name={icon} /> : null}
          <h2>{title}</h2>
          {sub ? <span className="sub">{sub}</span> : null}
          <span className="grow" />
          {actions}
        </header>
      ) : null}
      <div className="card-body">{children}</div>
    </section>
  )
}

export interface TabItem {
  key: string
  label: ReactNode
  count?: number
}

function turn(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')]
  const at = tabs.indexOf(document.activeElement as HTMLElement)
  const next = tabs[(at + (event.key === 'ArrowRight' ? 1 : -1) + tabs.length) % tabs.length]
  next?.focus()
  next?.click()
}

interface TabsProps {
  items: readonly TabItem[]
  value: string
  onChange: (key: string) => void
  label: string
}

export function Tabs({ items, value, onChange, label }: TabsProps) {
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={turn}>
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="tab"
          className="tab"
          aria-selected={item.key === value}
          tabIndex={item.key === value ? 0 : -1}
          onClick={() => onChange(item.key)}
        >
          {item.label}
          {item.count === undefined ? null : <span className="muted">{item.count}</span>}
        </button>
      ))}
    </div>
  )
}

interface SegmentsProps {
  items: readonly { key: string; label: string; icon?: string }[]
  value: string
  onChange: (key: string) => void
  label: string
}

export function Segments({ items, value, onChange, label }: SegmentsProps) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          aria-pressed={item.key === value}
          onClick={() => onChange(item.key)}
        >
          {item.icon ? <Icon name={item.icon} size={14} /> : null}
          {item.label}
        </button>
      ))}
    </div>
  )
}
