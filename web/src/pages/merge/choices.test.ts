import { expect, test } from 'vitest'
import type { Field, ObjectMeta, RecordRow } from '../../api/types'
import { differing, startTaken, turned } from './choices'

const field = (name: string, part: Partial<Field> = {}): Field => ({
  name,
  type: 'text',
  label: { zh: name, en: name },
  right: 'write',
  ...part,
})
const meta = {
  object: 'account',
  title_field: 'name',
  layout: [{ label: { zh: '', en: '' }, fields: ['phone', 'grade'] }],
  fields: [
    field('grade'),
    field('number', { read_only: true }),
    field('cost', { right: 'read' }),
    field('parent', { type: 'lookup' }),
    field('owner', { type: 'user' }),
    field('phone'),
    field('name'),
  ],
  can: { transfer: false },
} as unknown as ObjectMeta
const kept: RecordRow = {
  id: '1', version: 1, name: '甲', number: 'KH1', cost: '1', phone: '', grade: 'A',
  parent: { id: '9', name: '集团' }, owner: { id: '3', name: '李' },
}
const other: RecordRow = {
  id: '2', version: 1, name: '乙', number: 'KH2', cost: '2', phone: '138', grade: 'B',
  parent: { id: '9', name: '集团（旧名）' }, owner: { id: '4', name: '赵' },
}

test('only what differs and may be changed is asked, the title first', () => {
  expect(differing(meta, kept, other).map((one) => one.name)).toEqual(['name', 'phone', 'grade'])
})

test('what the one that stays lacks is taken from the other, and turns with the records', () => {
  const fields = differing(meta, kept, other)
  const taken = startTaken(fields, kept)
  expect([...taken]).toEqual(['phone'])
  expect([...turned(fields, taken)]).toEqual(['name', 'grade'])
})
