import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { Popover } from './popover'

const delayMs = 400

// Words that appear beside their control on hover and on keyboard focus.
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(true), delayMs)
  }
  const hide = () => {
    clearTimeout(timer.current)
    setOpen(false)
  }
  return (
    <span
      ref={anchor}
      className="tip-anchor"
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) show()
      }}
      onBlur={hide}
      onPointerDown={hide}
    >
      {children}
      <Popover
        passive
        anchor={anchor}
        open={open}
        onClose={hide}
        className="tooltip"
        role="tooltip"
        id={id}
      >
        {text}
      </Popover>
    </span>
  )
}
