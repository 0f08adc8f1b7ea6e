import { expect, test } from 'vitest'
import { argumentsOf } from './split'

const li = { id: '1', name: '李' }
const zhao = { id: '2', name: '赵' }

test('only what goes to somebody else is named', () => {
  expect(argumentsOf(li, {}, undefined)).toEqual({ to: '1' })
  expect(argumentsOf(li, { task: li, lead: null }, '2026-11-23')).toEqual({
    to: '1',
    date: '2026-11-23',
  })
  expect(argumentsOf(li, { task: zhao, lead: null }, undefined)).toEqual({
    to: '1',
    split: '{"task":"2"}',
  })
})
