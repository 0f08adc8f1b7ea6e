// Which rows of equal height are in sight. Beyond the height that browsers can hold the scroll
// bar is scaled: it moves through all rows, only coarser.
import { useLayoutEffect, useState, type RefObject } from 'react'

const heightMax = 15_000_000 // px; Firefox stops at 17.8 million
const overscan = 8

export interface Window {
  first: number
  last: number // included; -1 when empty
  height: number // of the scrolled content
  topOf: (index: number) => number
  scrollTo: (index: number) => void
}

export function useWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  headHeight: number,
): Window {
  const [view, setView] = useState({ top: 0, height: 800 })
  const whole = count * rowHeight
  const height = Math.min(whole, heightMax)
  const body = Math.max(1, view.height - headHeight)
  const ratio = whole <= heightMax ? 1 : (whole - body) / (height - body)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    let frame = 0
    const read = () => {
      frame = 0
      const top = element.scrollTop
      setView((old) => {
        // Within the rows already drawn nothing changes; a scaled bar moves the rows themselves.
        const moved = Math.abs(old.top - top) >= rowHeight * (overscan / 2) || ratio !== 1
        return moved || old.height !== element.clientHeight || top === 0
          ? { top, height: element.clientHeight }
          : old
      })
    }
    const schedule = () => {
      frame ||= requestAnimationFrame(read)
    }
    read()
    element.addEventListener('scroll', schedule, { passive: true })
    const sizes = new ResizeObserver(schedule)
    sizes.observe(element)
    return () => {
      cancelAnimationFrame(frame)
      element.removeEventListener('scroll', schedule)
      sizes.disconnect()
    }
  }, [box, rowHeight, ratio])
  const at = view.top * ratio
  const shift = view.top - at
  const first = Math.max(0, Math.floor(at / rowHeight) - overscan)
  const last = Math.min(count - 1, Math.ceil((at + view.height) / rowHeight) + overscan)
  return {
    first,
    last,
    height,
    topOf: (index) => index * rowHeight + shift,
    scrollTo: (index) => {
      const element = box.current
      if (!element) return
      const top = (index * rowHeight) / ratio
      if (top < element.scrollTop) element.scrollTop = top
      else if (top + rowHeight + headHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + rowHeight + headHeight - element.clientHeight
      }
    },
  }
}
