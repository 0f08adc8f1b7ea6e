import { expect, test } from 'vitest'
import { selectIfStill } from './select_text'

class Box extends EventTarget {
  selected = 0
  select() {
    this.selected++
  }
}

function entered(meanwhile: (box: Box) => unknown = () => undefined) {
  const box = new Box()
  let focused: unknown = box
  const waiting: (() => void)[] = []
  selectIfStill(
    box as unknown as HTMLInputElement,
    () => focused,
    (act) => waiting.push(act),
  )
  if (meanwhile(box) === 'left') focused = new Box()
  waiting.forEach((act) => act())
  return box.selected
}

test('a box that is entered has its text selected', () => {
  expect(entered()).toBe(1)
})

test('a box that is left at once by Tab does not take the focus back', () => {
  expect(entered(() => 'left')).toBe(0)
})

test.each(['keydown', 'input'])('a box that was typed into (%s) keeps what was typed', (event) => {
  expect(entered((box) => box.dispatchEvent(new Event(event)))).toBe(0)
})
