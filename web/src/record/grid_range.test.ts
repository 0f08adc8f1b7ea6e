import { describe, expect, it } from 'vitest'
import { placePaste, rangeOf, readTable, sizeOf, writeTable } from './grid_range'

describe('ranges of cells', () => {
  it('span from either corner', () => {
    const range = rangeOf({ row: 5, col: 3 }, { row: 2, col: 1 })
    expect(range).toEqual({ top: 2, left: 1, bottom: 5, right: 3 })
    expect(sizeOf(range)).toBe(12)
    expect(sizeOf(rangeOf({ row: 1, col: 1 }, null))).toBe(1)
  })
  it('read what spreadsheets copy', () => {
    expect(readTable('a\tb\r\n1\t2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(readTable('"two\nlines"\t"say ""hi"""')).toEqual([['two\nlines', 'say "hi"']])
    expect(readTable('')).toEqual([['']])
    const rows = [
      ['a\tb', 'c"d'],
      ['', 'x'],
    ]
    expect(readTable(writeTable(rows))).toEqual(rows)
  })
  it('repeat a small block over a range it divides', () => {
    const fill = placePaste([['x']], { top: 0, left: 0, bottom: 2, right: 0 })
    expect(fill.map((cell) => `${cell.row}${cell.text}`)).toEqual(['0x', '1x', '2x'])
    const block = placePaste([['a', 'b']], { top: 4, left: 1, bottom: 6, right: 1 })
    expect(block).toEqual([
      { row: 4, col: 1, text: 'a' },
      { row: 4, col: 2, text: 'b' },
    ])
  })
})
