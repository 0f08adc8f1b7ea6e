import { describe, expect, it } from 'vitest'
import type { ObjectMeta } from '../api/types'
import { columnsText, knownColumns, moveColumn, readColumns, withWidth } from './columns'

describe('columns of a list', () => {
  it('are the same text after reading and writing', () => {
    const text = 'name~260,account,amount~140'
    expect(columnsText(readColumns(text))).toBe(text)
    expect(readColumns('a~9999, b~1,,c~x')).toEqual([
      { name: 'a', width: 800 },
      { name: 'b', width: 60 },
      { name: 'c', width: null },
    ])
  })
  it('move, but never before the title', () => {
    const columns = readColumns('name,a,b,c')
    expect(columnsText(moveColumn(columns, 'c', 1))).toBe('name,c,a,b')
    expect(columnsText(moveColumn(columns, 'a', 0))).toBe('name,a,b,c')
    expect(columnsText(moveColumn(columns, 'a', 9))).toBe('name,b,c,a')
    expect(columnsText(moveColumn(columns, 'name', 2))).toBe('name,a,b,c')
    expect(columnsText(withWidth(columns, 'b', 120))).toBe('name,a,b~120,c')
  })
  it('are only what a person may see, the title first', () => {
    const fields = [{ name: 'name' }, { name: 'a' }, { name: 'secret', hidden: true }]
    const meta = { title_field: 'name', fields } as unknown as ObjectMeta
    expect(columnsText(knownColumns(meta, readColumns('a,secret,name~90,a,gone')))).toBe(
      'name~90,a',
    )
  })
})
