// By which fields the records of an object stand in columns, or on the days of a month.
import type { Field, ObjectMeta } from '../api/types'

const seen = (field: Field): boolean => !field.hidden && field.right !== 'masked'

// Its state first, then its other choices.
export function columnFields(meta: ObjectMeta): Field[] {
  const fields = meta.fields.filter(
    (field) =>
      seen(field) &&
      field.type === 'select' &&
      field.stored !== false &&
      (field.settings?.options?.length ?? 0) >= 2 &&
      !['currency', 'source_kind'].includes(field.name),
  )
  return [
    ...fields.filter((field) => field.name === meta.state_field),
    ...fields.filter((field) => field.name !== meta.state_field),
  ]
}

// Days that people set come first; those the program keeps come last.
export function dayFields(meta: ObjectMeta): Field[] {
  const fields = meta.fields.filter(
    (field) =>
      seen(field) && (field.type === 'date' || field.type === 'datetime') && field.stored !== false,
  )
  const rank = (field: Field) =>
    (field.read_only || /^(created|updated)_at$/.test(field.name) ? 2 : 0) +
    (field.type === 'date' ? 0 : 1)
  return [...fields].sort((a, b) => rank(a) - rank(b))
}
