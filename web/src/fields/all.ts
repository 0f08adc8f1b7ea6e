// Every field type's look, by name.
import type { Field, FieldTypeName } from '../api/types'
import { address } from './address'
import { attachment } from './attachment'
import { autonumber } from './autonumber'
import { boolean } from './boolean'
import { date } from './date'
import { datetime } from './datetime'
import { decimal } from './decimal'
import { department } from './department'
import { email } from './email'
import { formula } from './formula'
import { integer } from './integer'
import type { FieldUi } from './kit'
import { shownType } from './kit'
import { lines } from './lines'
import { long_text } from './long_text'
import { lookup } from './lookup'
import { money } from './money'
import { month } from './month'
import { multi_select } from './multi_select'
import { percent } from './percent'
import { phone } from './phone'
import { progress } from './progress'
import { rating } from './rating'
import { rollup } from './rollup'
import { select } from './select'
import { text } from './text'
import { url } from './url'
import { user } from './user'

export const fieldTypes: Record<FieldTypeName, FieldUi> = {
  text,
  long_text,
  integer,
  decimal,
  money,
  percent,
  boolean,
  date,
  month,
  datetime,
  select,
  multi_select,
  user,
  department,
  lookup,
  lines,
  phone,
  email,
  url,
  address,
  attachment,
  autonumber,
  formula,
  rollup,
  rating,
  progress,
}

export function uiOf(field: Pick<Field, 'type'>): FieldUi {
  return fieldTypes[field.type] ?? text
}

export const alignOf = (field: Field): 'end' | undefined => fieldTypes[shownType(field)]?.align
export const widthOf = (field: Field): number => fieldTypes[shownType(field)]?.width ?? 140
