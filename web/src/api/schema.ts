// The schema as the pages use it: objects and fields by name, labels by language.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from './calls'
import type { Field, Label, ObjectMeta, SchemaAnswer, Verb } from './types'

export class SchemaIndex {
  readonly byName: ReadonlyMap<string, ObjectMeta>
  private readonly fields = new Map<string, ReadonlyMap<string, Field>>()
  constructor(
    readonly version: string,
    readonly objects: readonly ObjectMeta[],
  ) {
    this.byName = new Map(objects.map((object) => [object.object, object]))
    for (const object of objects) {
      this.fields.set(object.object, new Map(object.fields.map((field) => [field.name, field])))
    }
  }
  find(object: string): ObjectMeta | undefined {
    return this.byName.get(object)
  }
  field(object: string, name: string): Field | undefined {
    return this.fields.get(object)?.get(name)
  }
  // Through lookups: account.owner.dept
  fieldAt(object: string, path: string): Field | undefined {
    const [first = '', ...rest] = path.split('.')
    const field = this.field(object, first)
    if (rest.length === 0 || !field) return field
    return this.fieldAt(targetOf(field) ?? '', rest.join('.'))
  }
  verb(object: string, name: string): Verb | undefined {
    return this.find(object)?.verbs?.find((verb) => verb.name === name)
  }
}

export function targetOf(field: Field): string | undefined {
  if (field.type === 'user' || field.type === 'department') return field.type
  return field.settings?.target
}

const indexes = new WeakMap<SchemaAnswer, SchemaIndex>()

function indexOf(answer: SchemaAnswer): SchemaIndex {
  let index = indexes.get(answer)
  if (!index) {
    index = new SchemaIndex(String(answer.version), answer.objects)
    indexes.set(answer, index)
  }
  return index
}

export const schemaQuery = {
  queryKey: ['schema'] as const,
  queryFn: async () => withResultTypes(await api.schema()),
  staleTime: Infinity,
}

// A roll-up shows as the field it sums, unless the answer says so itself.
function withResultTypes(answer: SchemaAnswer): SchemaAnswer {
  const typeOf = (object = '', name = '') =>
    answer.objects.find((one) => one.object === object)?.fields.find((one) => one.name === name)
  for (const field of answer.objects.flatMap((object) => object.fields)) {
    const settings = field.settings
    if (field.type !== 'rollup' || !settings || settings.result_type) continue
    const source = settings.fn === 'count' ? undefined : typeOf(settings.object, settings.field)
    if (source) settings.result_type = source.settings?.result_type ?? source.type
  }
  return answer
}

export function useSchema(): SchemaIndex | undefined {
  const { data } = useQuery(schemaQuery)
  return useMemo(() => (data ? indexOf(data) : undefined), [data])
}

export function useObject(name: string): ObjectMeta | undefined {
  return useSchema()?.find(name)
}

// Some answers already carry the text of the reader's language.
export function labelText(label: Label | string | undefined, language: string): string {
  if (label === undefined) return ''
  if (typeof label === 'string') return label
  return (language === 'en' ? label.en || label.zh : label.zh || label.en) ?? ''
}
