import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon } from './icon'
import { Tooltip } from './tooltip'

export type ButtonKind = 'normal' | 'primary' | 'danger' | 'ghost' | 'link'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
  icon?: string
  small?: boolean
  busy?: boolean
  children?: ReactNode
}

const kinds: Record<ButtonKind, string> = {
  normal: 'btn',
  primary: 'btn btn-primary',
  danger: 'btn btn-danger',
  ghost: 'btn btn-ghost',
  link: 'btn btn-link',
}

export function buttonClass(kind: ButtonKind = 'normal', small = false): string {
  return kinds[kind] + (small ? ' btn-small' : '')
}

export function Button({
  kind = 'normal',
  icon,
  small = false,
  busy = false,
  children,
  className,
  disabled,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={`${buttonClass(kind, small)} ${className ?? ''}`}
    >
      {busy ? (
        <Icon name="loader" size={15} className="spin" />
      ) : icon ? (
        <Icon name={icon} size={15} />
      ) : null}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<Props, 'children'> {
  label: string
  icon: string
  tip?: string
}

// A button that is only a picture has a name, and shows it on hover and focus.
export function IconButton({
  label,
  icon,
  kind = 'ghost',
  small = false,
  busy = false,
  className,
  tip,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={tip ?? label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={`${buttonClass(kind, small)} btn-icon ${className ?? ''}`}
      >
        <Icon name={busy ? 'loader' : icon} size={small ? 14 : 16} className={busy ? 'spin' : ''} />
      </button>
    </Tooltip>
  )
}
