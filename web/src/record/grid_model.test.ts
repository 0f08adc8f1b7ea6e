import { describe, expect, it } from 'vitest'
import { cellAfterKey, firstState, gridReducer, nextEditable } from './grid_model'

const size = { rows: 100, cols: 5, page: 20 }

describe('grid keys', () => {
  it('moves within the edges', () => {
    expect(cellAfterKey('ArrowUp', false, { row: 0, col: 2 }, size)).toEqual({ row: 0, col: 2 })
    expect(cellAfterKey('PageDown', false, { row: 90, col: 2 }, size)).toEqual({ row: 99, col: 2 })
    expect(cellAfterKey('End', true, { row: 3, col: 1 }, size)).toEqual({ row: 99, col: 4 })
    expect(cellAfterKey('a', false, { row: 3, col: 1 }, size)).toBeNull()
  })
  it('tabs over cells that cannot be edited', () => {
    const editable = [true, false, true, false, false]
    expect(nextEditable({ row: 0, col: 0 }, false, editable, 10)).toEqual({ row: 0, col: 2 })
    expect(nextEditable({ row: 0, col: 2 }, false, editable, 10)).toEqual({ row: 1, col: 0 })
    expect(nextEditable({ row: 1, col: 0 }, true, editable, 10)).toEqual({ row: 0, col: 2 })
    expect(nextEditable({ row: 9, col: 2 }, false, editable, 10)).toEqual({ row: 9, col: 2 })
  })
})

describe('grid selection', () => {
  it('toggles, ranges and clears', () => {
    let state = gridReducer(firstState, { do: 'toggle', id: 'a', row: 0 })
    state = gridReducer(state, { do: 'range', ids: ['b', 'c'], row: 2 })
    expect([...state.selected]).toEqual(['a', 'b', 'c'])
    state = gridReducer(state, { do: 'everything' })
    expect(state.everything).toBe(true)
    state = gridReducer(state, { do: 'toggle', id: 'b', row: 1 })
    expect(state.everything).toBe(false)
    expect(gridReducer(state, { do: 'clear' }).selected.size).toBe(0)
  })
  it('keeps what was typed when a save is refused', () => {
    const state = gridReducer(firstState, { do: 'refuse', text: '-5', problem: 'too small' })
    expect(state.editing).toEqual({ text: '-5', problem: 'too small', all: false })
  })
})
