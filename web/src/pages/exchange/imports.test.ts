import { describe, expect, it } from 'vitest'
import { isBusy, mappedTwice, mappingOf, stepOf, type ImportAnswer } from './imports'

const answer = {
  id: '1',
  object: 'account',
  state: 'checked',
  columns: [
    { name: '客户名称', samples: [], field: 'name', confidence: 1 },
    { name: '备注', samples: [], field: null, confidence: 0 },
    { name: '电话', samples: [], field: 'phone', confidence: 0.8 },
  ],
  options: { mapping: { 电话: null } },
} as unknown as ImportAnswer

describe('imports', () => {
  it('takes the proposed mapping, changed where the person chose', () => {
    expect(mappingOf(answer)).toEqual({ 客户名称: 'name', 备注: null, 电话: null })
  })
  it('names fields that two columns want', () => {
    expect(mappedTwice({ a: 'name', b: 'name', c: 'phone', d: null, e: null })).toEqual(['name'])
  })
  it('knows which step shows a state', () => {
    expect(stepOf(undefined)).toBe('file')
    expect(stepOf(answer)).toBe('map')
    expect(stepOf({ ...answer, state: 'undoing' })).toBe('run')
    expect(stepOf({ ...answer, state: 'undone' })).toBe('result')
    expect(isBusy(answer)).toBe(false)
    expect(isBusy({ ...answer, state: 'running' })).toBe(true)
  })
})
