import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { touchMany } from './queries'

const stale = (client: QueryClient, key: readonly unknown[]) =>
  client.getQueryState(key)?.isInvalidated

test('changes make stale what shows them, and each answer once', () => {
  const client = new QueryClient()
  const keys = [
    ['record', 'account', '1'],
    ['record', 'account', '2'],
    ['record', 'contract', '1'],
    ['timeline', 'account', '1'],
    ['list', 'account', { limit: 9 }],
    ['list', 'contract', { limit: 9 }],
    ['page', 'workbench', 'month'],
    ['metric', 'signed'],
    ['session'],
  ]
  keys.forEach((key) => client.setQueryData(key, {}))
  let passes = 0
  const all = client.invalidateQueries.bind(client)
  client.invalidateQueries = ((...given: Parameters<typeof all>) => {
    passes++
    return all(...given)
  }) as typeof all
  touchMany(
    client,
    Array.from({ length: 5000 }, (_, index) => ({ object: 'account', id: String(index * 3 + 1) })),
  )
  expect(passes).toBe(1)
  expect(keys.map((key) => stale(client, key))).toEqual([
    true, // its record
    false, // one that did not change (2 is none of 1, 4, 7, ...)
    false, // of another object
    true,
    true,
    false,
    true,
    true,
    false,
  ])
})
