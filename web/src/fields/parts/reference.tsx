import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { useSession } from '../../api/queries'
import { labelText, targetOf, useObject } from '../../api/schema'
import type { Field, RecordRow, Reference } from '../../api/types'
import { openQuickCreate } from '../quick_create'
import { Person, Pill } from '../../ui/bits'
import { Combobox, type Choice } from '../../ui/combobox'
import { useFormat } from '../../ui/format'
import type { CellProps, FilterProps, InputProps } from '../kit'
import { asText, isBlank } from '../kit'
import { Blank } from './text'

export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value
}

interface Look {
  color?: string
  name_en?: string
}
const looksMax = 200 // small tables only: stages, pipelines

// Targets whose records carry a colour (stages) show as pills; their names may have English.
export function useLooks(target: string | undefined): ReadonlyMap<string, Look> | undefined {
  const meta = useObject(target ?? '')
  const colored = meta?.fields.some((field) => field.name === 'color') ?? false
  const { data } = useQuery({
    queryKey: ['looks', target],
    queryFn: async () => {
      const fields = ['color', 'name_en'].filter((name) =>
        meta?.fields.some((field) => field.name === name),
      )
      const answer = await api.list(target ?? '', { limit: looksMax, fields: ['name', ...fields] })
      return new Map(answer.records.map((row): [string, Look] => [row.id, lookOf(row)]))
    },
    enabled: colored,
    staleTime: 600_000,
  })
  return colored ? data : undefined
}

function lookOf(row: RecordRow): Look {
  return {
    ...(typeof row.color === 'string' ? { color: row.color } : {}),
    ...(typeof row.name_en === 'string' ? { name_en: row.name_en } : {}),
  }
}

export function ReferenceCell({ value, field }: CellProps) {
  const looks = useLooks(targetOf(field))
  const { language } = useFormat()
  if (isBlank(value)) return <Blank />
  const look = isReference(value) ? looks?.get(value.id) : undefined
  const text = language === 'en' && look?.name_en ? look.name_en : asText(value)
  return look ? <Pill color={look.color}>{text}</Pill> : <span className="ellipsis">{text}</span>
}

export function ReferenceView({ value, field, ...rest }: CellProps) {
  const target = targetOf(field)
  const meta = useObject(target ?? '')
  if (!isReference(value) || !target || !meta || meta.fields.some((f) => f.name === 'color')) {
    return <ReferenceCell value={value} field={field} {...rest} />
  }
  return (
    <Link to="/o/$object/$id" params={{ object: target, id: value.id }} className="ellipsis">
      {value.name}
    </Link>
  )
}

export function PersonCell({ value }: CellProps) {
  return isReference(value) ? <Person name={value.name} /> : <Blank />
}

export function useReferenceChoices(
  target: string,
  text: string,
  enabled: boolean,
): { choices: Choice[]; loading: boolean } {
  const meta = useObject(target)
  const title = meta?.title_field ?? 'name'
  const typed = useDeferredValue(text.trim())
  const { data, isFetching } = useQuery({
    queryKey: ['list', target, 'choices', typed],
    queryFn: ({ signal }) =>
      api.list(
        target,
        {
          limit: 20,
          fields: [title],
          sort: meta?.fields.some((field) => field.name === 'position') ? 'position' : title,
          ...(typed === '' ? {} : { where: `${title} contains ${JSON.stringify(typed)}` }),
        },
        signal,
      ),
    enabled: enabled && meta !== undefined,
    placeholderData: (old) => old,
  })
  const choices = (data?.records ?? []).map((row) => ({
    key: row.id,
    label: asText(row[title]) || row.id,
  }))
  return { choices, loading: isFetching }
}

interface PickProps extends Omit<InputProps, 'onChange'> {
  onChange: (value: Reference | null) => void
}

export function ReferenceInput({
  value,
  onChange,
  field,
  currency: _currency,
  ...rest
}: PickProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const target = targetOf(field) ?? ''
  const meta = useObject(target)
  const [text, setText] = useState(rest.initialText ?? '')
  const [asked, setAsked] = useState(rest.autoOpen ?? false)
  const { choices, loading } = useReferenceChoices(target, text, asked)
  const current = isReference(value) ? { key: value.id, label: value.name } : null
  const mayCreate = meta?.can.create && target !== 'user' && target !== 'department'
  return (
    <Combobox
      {...rest}
      choices={choices}
      value={current}
      loading={loading}
      clearable={!field.required}
      onSearch={(next) => {
        setAsked(true)
        setText(next)
      }}
      onChange={(choice) => onChange(choice ? { id: choice.key, name: choice.label } : null)}
      {...(mayCreate
        ? {
            createLabel: (name: string) =>
              t('web.create.named', { object: labelText(meta.label, language), name }),
            onCreate: (name: string) =>
              openQuickCreate(target, { [meta.title_field]: name }, (record) =>
                onChange({ id: record.id, name: asText(record[meta.title_field]) }),
              ),
          }
        : {})}
    />
  )
}

export function AnyReferenceInput(props: InputProps) {
  return <ReferenceInput {...props} onChange={(value) => props.onChange(value)} />
}

// Choices by name; "me" stands first for people.
export function ReferenceFilter({ field, operands, onChange }: FilterProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const me = useSession()?.user
  const target = targetOf(field) ?? ''
  const [text, setText] = useState('')
  const { choices } = useReferenceChoices(target, text, true)
  const meKey = '\u0000me'
  const rows =
    target === 'user' && me ? [{ key: meKey, label: t('web.filter.me') }, ...choices] : choices
  const first = operands[0]
  const id =
    first?.kind === 'code' ? (first.text === 'me' ? meKey : first.text) : String(first?.value ?? '')
  return (
    <Combobox
      label={labelText(field.label, language)}
      value={rows.find((row) => row.key === id) ?? null}
      choices={rows}
      onSearch={setText}
      onChange={(choice) =>
        onChange(
          choice
            ? [
                choice.key === meKey
                  ? { kind: 'code', text: 'me' }
                  : { kind: 'value', value: choice.key },
              ]
            : [],
        )
      }
    />
  )
}

export const referenceText = (value: unknown, _field: Field): string => asText(value)
