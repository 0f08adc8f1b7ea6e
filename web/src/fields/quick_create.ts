// A lookup may create what is missing. The form lives a floor above (record/): it registers the
// opener here.
import type { Fields } from '../api/calls'
import type { RecordRow } from '../api/types'

type Opener = (object: string, defaults: Fields, onDone: (record: RecordRow) => void) => void

let opener: Opener = () => undefined

export function provideQuickCreate(next: Opener): void {
  opener = next
}

export const openQuickCreate: Opener = (object, defaults, onDone) =>
  opener(object, defaults, onDone)
