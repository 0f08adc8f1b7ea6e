import { describe, expect, it } from 'vitest'
import type { ObjectMeta, RecordRow } from '../api/types'
import { entryFieldsOf, missingFields, stageOf, stepBetween } from './stages'

const row = (code: string, position: number, kind = 'open', entry = ''): RecordRow => ({
  id: code,
  version: 1,
  code,
  name: code,
  name_en: `${code}-en`,
  kind,
  position,
  entry_fields: entry,
})
const stage = (...args: Parameters<typeof row>) => stageOf(row(...args), 'zh-CN')
const field = (name: string) => ({ name, type: 'text' as const, label: { zh: name, en: name } })
const meta = { fields: [field('amount'), field('expected_close')] } as unknown as ObjectMeta
const record: RecordRow = { id: '1', version: 1, amount: '5.00', expected_close: null }

const needs = stage('needs', 2)
const talk = stage('talk', 4, 'open', 'amount, expected_close')

describe('moves on the board', () => {
  it('reads the fields a stage asks for', () => {
    expect(entryFieldsOf('amount， expected_close')).toEqual(['amount', 'expected_close'])
    expect(entryFieldsOf('')).toEqual([])
    expect(missingFields(meta, record, talk).map((one) => one.name)).toEqual(['expected_close'])
  })
  it('goes on by advance, and asks only when something is missing', () => {
    expect(stepBetween(meta, record, needs, talk)).toMatchObject({ verb: 'advance', asks: true })
    const full = { ...record, expected_close: '2026-12-18' }
    expect(stepBetween(meta, full, needs, talk)).toMatchObject({ verb: 'advance', asks: false })
  })
  it('asks for a reason backwards and at the end', () => {
    expect(stepBetween(meta, record, talk, needs)).toMatchObject({ verb: 'back', asks: true })
    expect(stepBetween(meta, record, talk, stage('lost', 6, 'lost'))).toMatchObject({
      verb: 'lose',
    })
    expect(stepBetween(meta, record, talk, stage('won', 5, 'won'))).toMatchObject({ verb: 'win' })
  })
  it('opens a closed one again, and moves nothing onto itself or between ends', () => {
    const won = stage('won', 5, 'won')
    expect(stepBetween(meta, record, won, needs)).toMatchObject({ verb: 'reopen' })
    expect(stepBetween(meta, record, won, stage('lost', 6, 'lost'))).toEqual({ kind: 'none' })
    expect(stepBetween(meta, record, needs, needs)).toEqual({ kind: 'none' })
  })
  it('names stages in the language of the page', () => {
    expect(stageOf(row('needs', 2), 'en').name).toBe('needs-en')
  })
})
