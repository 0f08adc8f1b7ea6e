// Which columns of a child object a table of lines shows.
import type { Field, ObjectMeta } from '../../api/types'

const skipped = new Set([
  'owner',
  'owner_dept',
  'tags',
  'source_kind',
  'external_id',
  'import_id',
  'created_by',
  'created_at',
  'updated_by',
  'updated_at',
  'position',
  'number',
])
const columnsMax = 10
// The first to go when there are more columns than fit.
const lesser = ['net_amount', 'tax_amount', 'price_reason', 'cost', 'note', 'spec']

export function lineColumns(child: ObjectMeta, parentField: string | undefined): Field[] {
  const layout = child.layout?.flatMap((section) => section.fields) ?? []
  const names = layout.length > 0 ? layout : child.fields.map((field) => field.name)
  const found = names
    .filter((name) => name !== parentField && !skipped.has(name))
    .flatMap((name) => child.fields.find((field) => field.name === name) ?? [])
    .filter((field) => !field.hidden && field.type !== 'lines' && field.type !== 'long_text')
  const spare = new Set(lesser.slice(0, Math.max(0, found.length - columnsMax)))
  return found.filter((field) => !spare.has(field.name)).slice(0, columnsMax)
}

export function isSummed(field: Field): boolean {
  return field.type === 'money' && /amount|total|subtotal|net|tax/.test(field.name)
}
