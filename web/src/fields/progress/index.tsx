import { percent } from '../percent'
import type { FieldUi } from '../kit'

export const progress: FieldUi = { ...percent }
