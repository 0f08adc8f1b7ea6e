// From the URL and the object's views to what a list shows.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Field, ObjectMeta, View } from '../api/types'
import { joinFilter } from '../base/expr/filter'
import { fieldsOf, knownColumns, readColumns, type Column } from './columns'
import type { ListSearch } from './search_params'

export interface ListState {
  view: View | undefined
  where: string // of the view or of the URL
  effective: string // with the search box
  sort: string
  columns: Field[]
  layout: Column[] // the same with widths
  pin: number
  changed: boolean // differs from the view
  search: ListSearch
  set: (changes: Partial<ListSearch>) => void
}

const columnsMin = 6

function defaultColumns(meta: ObjectMeta): string[] {
  const layout = meta.layout?.[0]?.fields ?? []
  const names = layout.length > 0 ? layout : meta.fields.map((field) => field.name)
  return [
    ...new Set([
      meta.title_field,
      ...names.slice(0, columnsMin),
      ...(meta.has_owner ? ['owner'] : []),
      'updated_at',
    ]),
  ]
}

export function effectiveWhere(meta: ObjectMeta, where: string, q: string | undefined): string {
  if (!q) return where
  return joinFilter([
    { text: where },
    { text: `${meta.title_field} contains ${JSON.stringify(q)}` },
  ])
}

export function useListState(meta: ObjectMeta): ListState {
  const search = useSearch({ strict: false }) as ListSearch
  const navigate = useNavigate()
  const view = meta.views?.find((one) => one.name === search.view) ?? meta.views?.[0]
  const set = useCallback(
    (changes: Partial<ListSearch>) => {
      void navigate({
        to: '.',
        replace: changes.q !== undefined,
        search: (old: ListSearch) => {
          const next: Record<string, unknown> = { ...old, ...changes }
          for (const [key, value] of Object.entries(next))
            if (value === undefined || (value === '' && key !== 'where')) delete next[key]
          return next
        },
      })
    },
    [navigate],
  )
  const where = search.bin ? '' : (search.where ?? view?.where ?? '')
  const sort = search.sort ?? view?.sort ?? ''
  const names = search.cols ?? view?.columns?.join(',') ?? ''
  const [layout, columns] = useMemo(() => {
    const wanted = readColumns(names === '' ? defaultColumns(meta).join(',') : names)
    const known = knownColumns(meta, wanted)
    return [known, fieldsOf(meta, known)]
  }, [meta, names])
  return {
    view,
    where,
    sort,
    columns,
    layout,
    pin: search.pin ?? 1,
    search,
    set,
    effective: effectiveWhere(meta, where, search.q),
    changed: search.where !== undefined || search.sort !== undefined || search.cols !== undefined || search.group !== undefined || search.pin !== undefined,
  }
}
