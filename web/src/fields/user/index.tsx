import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { AnyReferenceInput, PersonCell, ReferenceFilter } from '../parts/reference'

export const user: FieldUi = {
  Cell: PersonCell,
  Input: AnyReferenceInput,
  Filter: ReferenceFilter,
  plain: asText,
  width: 116,
}
