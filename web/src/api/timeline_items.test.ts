import { describe, expect, it } from 'vitest'
import type { TimelineItem } from './types'
import { toMoment, withoutEchoes } from './timeline_items'

const at = '2026-11-22T09:02:00Z'

describe('moments of a timeline', () => {
  it('lets an activity speak by its content and its owner', () => {
    const record = {
      id: '7',
      name: '',
      subject: '电话',
      content: '确认预算',
      owner: { id: '1', name: '丁凯旋' },
    }
    expect(toMoment({ kind: 'activity', at, object: 'activity', record })).toEqual({
      kind: 'activity',
      at,
      object: 'activity',
      actor: { id: '1', name: '丁凯旋' },
      text: '确认预算',
      record: { id: '7', name: '电话' },
      changes: [],
      about: record,
    })
  })
  it('leaves a complete item as it is', () => {
    const item = {
      kind: 'event' as const,
      at,
      object: 'account',
      actor: null,
      text: '转移',
      record: { id: '9', name: '恒远' },
      changes: [{ field: 'owner', label: 'x', old: null, new: '1' }],
    }
    expect(toMoment(item)).toEqual(item)
  })
  it('tells nothing twice: what a follow-up set is told by the follow-up', () => {
    const actor = { id: '1', name: '丁凯旋' }
    const change = (field: string) => ({ field, label: field, old: null, new: 1 })
    const event = (when: string, fields: string[], cause = ''): TimelineItem => ({
      kind: 'event',
      at: when,
      object: 'account',
      actor,
      text: '',
      record: null,
      changes: fields.map(change),
      cause,
    })
    const told = toMoment({ kind: 'activity', at, object: 'activity', actor })
    const later = '2026-11-23T09:02:00Z'
    const items = [told, event(at, ['next_time']), event(later, ['kept', 'grade'])]
    const shown = withoutEchoes(items, (one) => one.field !== 'kept')
    expect(shown.map((item) => item.changes.map((one) => one.field))).toEqual([[], ['grade']])
    expect(withoutEchoes([event(later, ['kept'])], (one) => one.field !== 'kept')).toEqual([])
  })
})
