// What is selected and where the cursor is: of the list, so that cards on a phone need no grid.
import { useReducer } from 'react'
import { firstState, gridReducer, type GridAction, type GridState } from './grid_model'

export function useGridState(): [GridState, (action: GridAction) => void] {
  return useReducer(gridReducer, firstState)
}
