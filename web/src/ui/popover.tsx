// A floating layer beside its anchor, in the browser's top layer (so it shows above dialogs and
// is never clipped). Closes on a press outside and on Escape.
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  type ReactNode,
  type RefObject,
} from 'react'

interface Props {
  anchor: RefObject<HTMLElement | null>
  open: boolean
  onClose: () => void
  children: ReactNode
  className?: string
  role?: string
  id?: string
  label?: string
  align?: 'start' | 'end'
  minWidth?: 'anchor'
  multiselectable?: boolean
  passive?: boolean // takes no Escape and no press: a tooltip
}

const gap = 4
const edge = 8

function place(
  layer: HTMLElement,
  anchor: HTMLElement,
  align: 'start' | 'end',
  wide: boolean,
): void {
  const box = anchor.getBoundingClientRect()
  if (wide) layer.style.minWidth = `${box.width}px`
  const width = layer.offsetWidth
  const height = layer.offsetHeight
  const wanted = align === 'start' ? box.left : box.right - width
  const left = Math.max(edge, Math.min(wanted, innerWidth - width - edge))
  const below = box.bottom + gap
  const above = box.top - gap - height
  const top = below + height <= innerHeight - edge || above < edge ? below : above
  layer.style.left = `${left}px`
  layer.style.top = `${Math.max(edge, Math.min(top, innerHeight - height - edge))}px`
}

export function Popover({
  anchor,
  open,
  onClose,
  children,
  className = '',
  role,
  id,
  label,
  align = 'start',
  minWidth,
  multiselectable,
  passive = false,
}: Props) {
  const layer = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  const arrange = useCallback(() => {
    if (layer.current && anchor.current)
      place(layer.current, anchor.current, align, minWidth === 'anchor')
  }, [anchor, align, minWidth])

  useLayoutEffect(() => {
    const element = layer.current
    if (!open || !element) return undefined
    element.showPopover()
    arrange()
    const sizes = new ResizeObserver(arrange)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [open, arrange])

  useEffect(() => {
    if (!open || passive) return undefined
    const press = (event: PointerEvent) => {
      const target = event.target as Node
      if (!layer.current?.contains(target) && !anchor.current?.contains(target)) close.current()
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return
      event.stopPropagation()
      event.preventDefault()
      close.current()
    }
    document.addEventListener('pointerdown', press, true)
    document.addEventListener('keydown', key, true)
    addEventListener('scroll', arrange, true)
    addEventListener('resize', arrange)
    return () => {
      document.removeEventListener('pointerdown', press, true)
      document.removeEventListener('keydown', key, true)
      removeEventListener('scroll', arrange, true)
      removeEventListener('resize', arrange)
    }
  }, [open, anchor, arrange, passive])

  if (!open) return null
  return (
    <div
      ref={layer}
      popover="manual"
      className={`popover ${className}`}
      role={role}
      id={id}
      aria-label={label}
      aria-multiselectable={multiselectable}
    >
      {children}
    </div>
  )
}
