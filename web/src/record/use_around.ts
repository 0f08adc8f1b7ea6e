// What an expression of an object needs beside the record: who asks, when, and the kinds of its
// fields, so that rules answer while a person types.
import { useMemo } from 'react'
import { useSession } from '../api/queries'
import { targetOf, useSchema, type SchemaIndex } from '../api/schema'
import type { Field, ObjectMeta } from '../api/types'
import type { Surroundings } from '../base/expr/evaluate'
import type { Kind } from '../base/expr/value'
import { shownType } from '../fields/kit'
import { useFormat } from '../ui/format'

export type Around = Omit<Surroundings, 'values'>

const kinds: Partial<Record<Field['type'], Kind>> = {
  integer: 'number',
  decimal: 'number',
  money: 'number',
  rating: 'number',
  percent: 'percent',
  progress: 'percent',
  boolean: 'boolean',
  date: 'date',
  month: 'month',
  datetime: 'instant',
  user: 'reference',
  department: 'reference',
  lookup: 'reference',
  multi_select: 'list',
  phone: 'phone',
}

export function kindOfField(schema: SchemaIndex | undefined, object: string) {
  return (path: string): Kind | undefined => {
    const field = schema?.fieldAt(object, path)
    return field ? kinds[shownType(field)] : undefined
  }
}

export function useAround(meta: ObjectMeta): Around {
  const { today, zone } = useFormat()
  const schema = useSchema()
  const user = useSession()?.user
  return useMemo(() => {
    const keyed = (path: string): boolean => {
      const field = schema?.fieldAt(meta.object, path)
      const target = field ? schema?.find(targetOf(field) ?? '') : undefined
      return target?.key_field !== undefined && target.key_field !== target.title_field
    }
    return {
      me: user?.id ?? '',
      today,
      zone,
      now: Date.now(),
      ...(user?.team ? { team: user.team } : {}),
      ...(user?.dept ? { dept: user.dept.id } : {}),
      kindOf: kindOfField(schema, meta.object),
      hasKey: keyed,
    }
  }, [schema, meta.object, user, today, zone])
}
