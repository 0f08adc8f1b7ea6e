import { expect, test } from 'vitest'
import { selectIfStill } from './select_text'

function entered(leaveBefore: boolean) {
  let selected = 0
  const box = { select: () => selected++ }
  let focused: unknown = box
  const waiting: (() => void)[] = []
  selectIfStill(
    box as unknown as HTMLInputElement,
    () => focused,
    (act) => waiting.push(act),
  )
  if (leaveBefore) focused = { select: () => undefined }
  waiting.forEach((act) => act())
  return selected
}

test('a box that is entered has its text selected', () => {
  expect(entered(false)).toBe(1)
})

test('a box that is left at once by Tab does not take the focus back', () => {
  expect(entered(true)).toBe(0)
})
