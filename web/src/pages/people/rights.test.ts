import { describe, expect, it } from 'vitest'
import { clearObject, effective, mayAct, readRights, scopeOf, setScope, toggleAct } from './rights'

const role = readRights(
  '{"objects":{"*":{"acts":["read"],"read":["own"],"write":[]},"lead":{"acts":["*"],"fields":{"phone":"masked"}}}}',
)!

describe('rights of a role', () => {
  it('takes what an object does not say from all objects', () => {
    expect(scopeOf(effective(role, 'lead'), 'read')).toBe('own')
    expect(scopeOf(effective(role, 'lead'), 'write')).toBe('none')
    expect(mayAct(effective(role, 'account'), 'create')).toBe(false)
    expect(mayAct(effective(role, 'lead'), 'create')).toBe(true)
  })
  it('changes one cell and nothing else', () => {
    const next = toggleAct(role, 'lead', 'remove')
    expect(next.objects?.lead?.acts).toEqual([
      'create',
      'read',
      'update',
      'import',
      'export',
      'transfer',
    ])
    expect(next.objects?.lead?.fields).toEqual({ phone: 'masked' })
    expect(toggleAct(role, 'account', 'create').objects?.account?.acts).toEqual(['create', 'read'])
    expect(scopeOf(effective(setScope(role, 'lead', 'write', 'dept'), 'lead'), 'write')).toBe(
      'dept',
    )
    expect(clearObject(role, 'lead').objects?.lead).toBeUndefined()
  })
  it('says when an expression decides, and reads no nonsense', () => {
    expect(scopeOf({ read: [{ where: 'x == 1' }] }, 'read')).toBeUndefined()
    expect(readRights('nonsense')).toBeNull()
  })
})
