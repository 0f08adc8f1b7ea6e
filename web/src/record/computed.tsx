// Formulas of the record being typed: what the server will compute, as far as it is known here.
import { useTranslation } from 'react-i18next'
import type { Fields } from '../api/calls'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta } from '../api/types'
import { evaluate } from '../base/expr/evaluate'
import { tryParse, type Node } from '../base/expr/parse'
import { FieldView } from '../fields/field_view'
import { isBlank, shownType } from '../fields/kit'
import { useFormat } from '../ui/format'
import type { Around } from './use_around'

export function pathsOf(node: Node): string[] {
  switch (node.kind) {
    case 'literal':
      return []
    case 'path':
      return [node.steps.join('.')]
    case 'list':
      return node.items.flatMap(pathsOf)
    case 'call':
      return node.args.flatMap(pathsOf)
    case 'binary':
      return [...pathsOf(node.left), ...pathsOf(node.right)]
    case 'between':
      return [...pathsOf(node.operand), ...pathsOf(node.low), ...pathsOf(node.high)]
    case 'not':
    case 'negate':
    case 'empty':
      return pathsOf(node.operand)
  }
}

interface Props {
  meta: ObjectMeta
  values: Fields
  around: Around
}

// Only those that what is typed here decides alone, and only as percent of a hundred.
function computed({ meta, values, around }: Props): { field: Field; value: unknown }[] {
  return meta.fields.flatMap((field) => {
    const formula = field.type === 'formula' && !field.hidden ? field.settings?.formula : undefined
    const root = formula ? tryParse(formula) : null
    if (!root) return []
    const paths = pathsOf(root)
    if (paths.length === 0 || paths.some((path) => isBlank(values[path]))) return []
    const value = evaluate(root, { ...around, values })
    if (value === undefined || isBlank(value)) return []
    const percent = shownType(field) === 'percent' && typeof value === 'string'
    return [{ field, value: percent ? String(Number(value) * 100) : value }]
  })
}

export function Computed(props: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const lines = computed(props)
  if (lines.length === 0) return null
  return (
    <dl className="computed" aria-label={t('web.form.computed')} aria-live="polite">
      {lines.map(({ field, value }) => (
        <div key={field.name}>
          <dt>{labelText(field.label, language)}</dt>
          <dd>
            <FieldView value={value} field={field} record={undefined} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
