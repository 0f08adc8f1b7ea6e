import { describe, expect, it } from 'vitest'
import { chainOf } from './versions'

const row = (id: string, revision: number, before?: string) => ({
  id,
  version: 1,
  revision,
  revision_of: before ? { id: before, name: before } : null,
})

describe('versions of a quote', () => {
  const rows = [row('c', 3, 'b'), row('x', 1), row('b', 2, 'a'), row('a', 1), row('y', 2, 'x')]
  it('finds the whole chain from any of its members, newest first', () => {
    for (const id of ['a', 'b', 'c']) {
      expect(chainOf(rows, id).map((one) => one.id)).toEqual(['c', 'b', 'a'])
    }
  })
  it('leaves other quotes of the opportunity out', () => {
    expect(chainOf(rows, 'y').map((one) => one.id)).toEqual(['y', 'x'])
  })
})
