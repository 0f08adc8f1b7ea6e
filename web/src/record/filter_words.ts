// How a term of a filter reads to people.
import { labelText, type SchemaIndex } from '../api/schema'
import type { Field, ObjectMeta } from '../api/types'
import type { Operand, Operator, Term } from '../base/expr/filter'
import type { Format } from '../base/format'
import { uiOf } from '../fields/all'
import { shownType } from '../fields/kit'

type Translate = (key: string) => string

export function fieldOfTerm(
  schema: SchemaIndex | undefined,
  meta: ObjectMeta,
  term: Term,
): Field | undefined {
  return term.simple ? schema?.fieldAt(meta.object, term.simple.field) : undefined
}

function operandText(
  operand: Operand,
  field: Field,
  format: Format,
  t: Translate,
  names: ReadonlyMap<string, string>,
): string {
  if (operand.kind === 'code')
    return operand.text === 'me'
      ? t('web.filter.me')
      : operand.text === 'today()'
        ? t('web.date.today')
        : operand.text
  const value = operand.value
  if (typeof value === 'boolean') return t(value ? 'web.yes' : 'web.no')
  const known = names.get(String(value))
  if (known) return known
  const type = shownType(field)
  return (
    uiOf({ type }).plain(
      typeof value === 'number' ? String(value) : value,
      { ...field, type },
      format,
      format.language,
    ) || String(value)
  )
}

export function termWords(
  term: Term,
  field: Field | undefined,
  format: Format,
  t: Translate,
  names: ReadonlyMap<string, string>,
): { label: string; value: string | undefined } {
  if (!term.simple || !field) return { label: term.text, value: undefined }
  const { op, operands } = term.simple
  const words = operands
    .map((operand) => operandText(operand, field, format, t, names))
    .join(t('web.filter.comma'))
  const sign = op === '==' || op === 'in' ? '' : `${t(`web.op.${opKey(op)}`)} `
  return { label: labelText(field.label, format.language), value: `${sign}${words}`.trim() }
}

const keys: Record<Operator, string> = {
  '==': 'is',
  '!=': 'is_not',
  '<': 'below',
  '<=': 'at_most',
  '>': 'above',
  '>=': 'at_least',
  contains: 'contains',
  in: 'in',
  not_in: 'not_in',
  is_empty: 'is_empty',
  is_not_empty: 'is_not_empty',
}
export const opKey = (op: Operator): string => keys[op]

const known = new Set<string>(Object.keys(keys))
export function operatorsOf(field: Field): Operator[] {
  const offered = (field.operators ?? ['==', '!=', 'is_empty', 'is_not_empty']).flatMap((name) =>
    name === 'between' ? ['>=', '<='] : [name],
  )
  return [...new Set(offered)].filter((name): name is Operator => known.has(name))
}
