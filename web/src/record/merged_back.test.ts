import { describe, expect, it } from 'vitest'
import { mergedAmong } from './merged_back'

const row = (name: string, into: string | null) => ({
  id: name,
  version: 1,
  name,
  merged_into: into ? { id: '9', name: into } : null,
})

describe('restoring what was merged away', () => {
  it('tells of the first and counts them', () => {
    const rows = [row('A', null), row('B', '拓远'), row('C', '海博')]
    expect(mergedAmong(rows, 'name')).toEqual({ name: 'B', into: '拓远', count: 2 })
  })
  it('says nothing of others', () => {
    expect(mergedAmong([row('A', null), { id: '2', version: 1 }], 'name')).toBeNull()
  })
})
