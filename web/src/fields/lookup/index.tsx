import type { FieldUi } from '../kit'
import { asText } from '../kit'
import {
  AnyReferenceInput,
  ReferenceCell,
  ReferenceFilter,
  ReferenceView,
} from '../parts/reference'

export const lookup: FieldUi = {
  Cell: ReferenceCell,
  View: ReferenceView,
  Input: AnyReferenceInput,
  Filter: ReferenceFilter,
  plain: asText,
  width: 190,
}
