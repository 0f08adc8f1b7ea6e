// Which fields a form shows, in which sections, with which values to begin with.
import type { Fields } from '../api/calls'
import type { Field, ObjectMeta, RecordRow, Section } from '../api/types'
import { evaluate, type Surroundings } from '../base/expr/evaluate'
import { tryParse } from '../base/expr/parse'
import { uiOf } from '../fields/all'

export function isEditable(field: Field): boolean {
  return (
    !field.read_only &&
    !field.hidden &&
    (field.right ?? 'write') === 'write' &&
    uiOf(field).Input !== null
  )
}

export interface FormSection {
  label: Section['label'] | null
  fields: Field[]
}

export function formSections(meta: ObjectMeta, only: readonly string[] | undefined): FormSection[] {
  const byName = new Map(meta.fields.map((field) => [field.name, field]))
  if (only) return [{ label: null, fields: only.flatMap((name) => byName.get(name) ?? []) }]
  const seen = new Set<string>()
  const sections = (meta.layout ?? []).map((section) => ({
    label: section.label,
    fields: section.fields.flatMap((name) => {
      const field = byName.get(name)
      if (!field || !isEditable(field) || seen.has(name)) return []
      seen.add(name)
      return [field]
    }),
  }))
  // What the layout leaves out but a record cannot do without, and who owns it.
  const left = meta.fields.filter(
    (field) =>
      !seen.has(field.name) &&
      isEditable(field) &&
      (field.required ||
        field.name === 'owner' ||
        field.type === 'lines' ||
        field.name === 'tags' ||
        field.name.startsWith('x_')),
  )
  if (left.length > 0) sections.push({ label: { zh: '其他', en: 'Other' }, fields: left })
  return sections.filter((section) => section.fields.length > 0)
}

// "new", today(), false: defaults that the browser can compute; the server computes the rest.
export function startValues(
  meta: ObjectMeta,
  defaults: Fields,
  around: Omit<Surroundings, 'values'>,
): Fields {
  const values: Fields = {}
  for (const field of meta.fields) {
    if (!field.default_value || !isEditable(field)) continue
    const root = tryParse(field.default_value)
    const value = root ? evaluate(root, { ...around, values: {} }) : undefined
    if (value === undefined || field.type === 'user' || field.type === 'lookup') continue
    values[field.name] = typeof value === 'number' ? String(value) : value
  }
  return { ...values, ...defaults }
}

export function holds(
  expression: string | undefined,
  values: Fields,
  around: Omit<Surroundings, 'values'>,
): boolean | undefined {
  const root = expression ? tryParse(expression) : null
  if (!root) return undefined
  const result = evaluate(root, { ...around, values })
  return result === undefined ? undefined : result === true
}

export function isVisible(
  field: Field,
  values: Fields,
  around: Omit<Surroundings, 'values'>,
): boolean {
  return holds(field.visible_when, values, around) !== false
}

export function isRequired(
  field: Field,
  values: Fields,
  around: Omit<Surroundings, 'values'>,
): boolean {
  return field.required === true || holds(field.required_when, values, around) === true
}

export function changedFields(values: Fields, before: RecordRow | undefined): Fields {
  if (!before)
    return Object.fromEntries(
      Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
    )
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[name] ?? null),
    ),
  )
}
