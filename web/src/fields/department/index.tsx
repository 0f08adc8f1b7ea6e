import type { FieldUi } from '../kit'
import { asText } from '../kit'
import { AnyReferenceInput, ReferenceCell, ReferenceFilter } from '../parts/reference'

export const department: FieldUi = {
  Cell: ReferenceCell,
  Input: AnyReferenceInput,
  Filter: ReferenceFilter,
  plain: asText,
  width: 116,
}
