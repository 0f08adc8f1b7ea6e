import { expect, test } from 'vitest'
import { isFirstRun, mayResume, setupOf } from './setup'
import type { User } from './types'

const user = (part: Partial<User>, users = 1): User =>
  ({
    administrator: true,
    settings: {},
    company: { name: '', demo: false, users },
    ...part,
  }) as unknown as User

test('the first administrator of an empty company is led, nobody else', () => {
  expect(isFirstRun(user({}))).toBe(true)
  expect(isFirstRun(user({ administrator: false }))).toBe(false)
  expect(isFirstRun(user({}, 2))).toBe(false)
  expect(isFirstRun(undefined)).toBe(false)
})

test('who left goes on where he was, who finished is left alone', () => {
  const left = user({ settings: { setup: { step: 'pipeline', state: 'left' } } }, 9)
  expect(isFirstRun(left)).toBe(false)
  expect(mayResume(left)).toBe(true)
  expect(setupOf(left).step).toBe('pipeline')
  const done = user({ settings: { setup: { step: 'data', state: 'done' } } })
  expect(mayResume(done)).toBe(false)
  expect(isFirstRun(done)).toBe(false)
  expect(mayResume(user({}, 30))).toBe(false)
})
