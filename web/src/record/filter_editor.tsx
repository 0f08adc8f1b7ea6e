// One condition: field, operator, value; or the whole filter as text.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta } from '../api/types'
import { splitFilter, termText, type Operand, type Operator } from '../base/expr/filter'
import { uiOf } from '../fields/all'
import { Button } from '../ui/button'
import { Combobox } from '../ui/combobox'
import { useFormat } from '../ui/format'
import { opKey, operatorsOf } from './filter_words'

export function filterableFields(meta: ObjectMeta): Field[] {
  return meta.fields.filter(
    (field) =>
      !field.hidden &&
      uiOf(field).Filter !== null &&
      field.type !== 'lines' &&
      field.right !== 'masked',
  )
}

interface Props {
  meta: ObjectMeta
  text: string
  onApply: (text: string) => void
}

export function TermEditor({ meta, text, onApply }: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const simple = splitFilter(text)[0]?.simple ?? null
  const fields = filterableFields(meta)
  const [field, setField] = useState<Field | null>(
    () => fields.find((one) => one.name === simple?.field) ?? null,
  )
  const [op, setOp] = useState<Operator>(simple?.op ?? '==')
  const [operands, setOperands] = useState<readonly Operand[]>(simple?.operands ?? [])
  const needsValue = op !== 'is_empty' && op !== 'is_not_empty'
  const Filter = field ? uiOf(field).Filter : null
  const choices = fields.map((one) => ({ key: one.name, label: labelText(one.label, language) }))
  const choose = (name: string | undefined) => {
    const next = fields.find((one) => one.name === name) ?? null
    setField(next)
    setOperands([])
    if (next) setOp(operatorsOf(next)[0] ?? '==')
  }
  return (
    <form
      className="term-editor"
      onSubmit={(event) => {
        event.preventDefault()
        if (field && (!needsValue || operands.length > 0))
          onApply(termText(field.name, op, operands))
      }}
    >
      <Combobox
        label={t('web.filter.field')}
        choices={choices}
        value={choices.find((one) => one.key === field?.name) ?? null}
        clearable={false}
        autoOpen={field === null}
        onChange={(choice) => choose(choice?.key)}
      />
      {field ? (
        <select
          className="input"
          aria-label={t('web.filter.operator')}
          value={op}
          onChange={(event) => setOp(event.target.value as Operator)}
        >
          {operatorsOf(field).map((one) => (
            <option key={one} value={one}>
              {t(`web.op.${opKey(one)}`)}
            </option>
          ))}
        </select>
      ) : null}
      {field && Filter && needsValue ? (
        <Filter
          key={`${field.name}${op}`}
          field={field}
          operator={op}
          operands={operands}
          onChange={setOperands}
        />
      ) : null}
      <Button
        kind="primary"
        type="submit"
        disabled={!field || (needsValue && operands.length === 0)}
      >
        {t('web.apply')}
      </Button>
    </form>
  )
}

export function FilterText({ meta, text, onApply }: Props) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(text)
  const check = useMutation({
    mutationFn: (expression: string) => api.checkExpression(meta.object, expression),
    onSuccess: (_answer, expression) => onApply(expression),
  })
  return (
    <form
      className="term-editor"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.trim() === '') onApply('')
        else check.mutate(draft.trim())
      }}
    >
      <textarea
        className="input code"
        rows={4}
        aria-label={t('web.filter.as_text')}
        value={draft}
        spellCheck={false}
        aria-invalid={check.isError || undefined}
        onChange={(event) => setDraft(event.target.value)}
      />
      {check.error ? (
        <span className="field-error" role="alert">
          {check.error.message}
        </span>
      ) : null}
      <Button kind="primary" type="submit" busy={check.isPending}>
        {t('web.apply')}
      </Button>
    </form>
  )
}
