// Which fields two records differ in, and whose value each is to have.
import type { Field, ObjectMeta, RecordRow } from '../../api/types'
import { asText, isBlank } from '../../fields/kit'
import { isEditable } from '../../record/form_fields'

const sameValue = (a: unknown, b: unknown): boolean => {
  if (isBlank(a) && isBlank(b)) return true
  const plain = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'id' in value ? value.id : value
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b))
}

// The title first, then as the layout has them, then the rest.
export function differing(meta: ObjectMeta, one: RecordRow, other: RecordRow): Field[] {
  const order = [meta.title_field, ...(meta.layout ?? []).flatMap((section) => section.fields)]
  const place = (field: Field) => {
    const at = order.indexOf(field.name)
    return at < 0 ? order.length : at
  }
  return meta.fields
    .filter((field) => isEditable(field) && field.type !== 'lines')
    .filter((field) => field.name !== 'owner' || meta.can.transfer)
    .filter((field) => !sameValue(one[field.name], other[field.name]))
    .sort((a, b) => place(a) - place(b))
}

// To begin with nothing is lost: what the one that stays lacks comes from the other.
export function startTaken(fields: readonly Field[], kept: RecordRow): ReadonlySet<string> {
  return new Set(fields.filter((field) => isBlank(kept[field.name])).map((field) => field.name))
}

// The other way round: the same values are chosen, seen from the other record.
export function turned(fields: readonly Field[], taken: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(fields.filter((field) => !taken.has(field.name)).map((field) => field.name))
}

export const titleOf = (meta: ObjectMeta, record: RecordRow): string =>
  asText(record[meta.title_field]) || asText(record.number) || record.id
