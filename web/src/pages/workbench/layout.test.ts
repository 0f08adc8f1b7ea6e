import { describe, expect, it } from 'vitest'
import { layoutFor, layoutOfRoles, moveWidget, readLayout, widen } from './layout'

describe('the workbench', () => {
  it('begins with what a role needs first', () => {
    expect(layoutFor(['sales_rep'])[1]?.key).toBe('today')
    expect(layoutFor(['finance', 'sales_rep'])[1]?.key).toBe('overdue')
    expect(layoutFor(['owner'])[1]?.key).toBe('funnel')
    expect(layoutFor([])[0]?.key).toBe('kpis')
  })
  it('keeps what was saved and is known', () => {
    expect(readLayout(undefined)).toBeNull()
    expect(readLayout([{ key: 'today', span: 5 }, { key: 'gone', span: 4 }, null])).toEqual([
      { key: 'today', span: 5 },
    ])
    expect(
      readLayout([
        { key: 'today', span: 3 },
        { key: 'today', span: 4 },
      ]),
    ).toEqual([{ key: 'today', span: 6 }])
  })
  it("takes what a role's people are given, the company's own roles first", () => {
    const roles = [
      { id: '1', code: 'sales_rep' },
      { id: '2', code: 'sales_manager' },
      { id: '3', code: 'key_accounts' },
    ]
    const of = (id: string, key: string) => ({ role: { id }, layout: [{ key, span: 6 }] })
    expect(layoutOfRoles(roles, [])).toBeNull()
    expect(layoutOfRoles(roles, [of('9', 'kpis')])).toBeNull()
    expect(layoutOfRoles(roles, [of('1', 'today'), of('2', 'stuck')])?.[0]?.key).toBe('stuck')
    expect(layoutOfRoles(roles, [of('1', 'today'), of('3', 'leads')])?.[0]?.key).toBe('leads')
    expect(layoutOfRoles(roles, [{ role: { id: '1' }, layout: null }])).toBeNull()
  })
  it('moves and widens within its bounds', () => {
    const list = [
      { key: 'a', span: 4 },
      { key: 'b', span: 12 },
    ]
    expect(moveWidget(list, 'b', 0).map((one) => one.key)).toEqual(['b', 'a'])
    expect(moveWidget(list, 'a', 9).map((one) => one.key)).toEqual(['b', 'a'])
    expect(widen(list, 'b', 1)[1]?.span).toBe(12)
    expect(widen(list, 'a', 1)[0]?.span).toBe(5)
  })
})
