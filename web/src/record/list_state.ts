// From the URL and the object's views to what a list shows.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Field, Label, ObjectMeta } from '../api/types'
import { useViews, type SavedView } from '../api/views'
import { joinFilter } from '../base/expr/filter'
import { columnsText, fieldsOf, knownColumns, readColumns, type Column } from './columns'
import type { ListSearch } from './search_params'

// A standard view of the object, or one that somebody saved.
export interface ListView {
  key: string // in the URL
  label: string | Label
  kind: string | undefined
  where: string
  sort: string
  cols: string
  group: string | undefined
  pin: number | undefined
  by: string | undefined
  saved: SavedView | undefined
}

export interface ListState {
  view: ListView | undefined
  views: readonly ListView[]
  where: string // of the view or of the URL
  effective: string // with the search box
  sort: string
  columns: Field[]
  layout: Column[] // the same with widths
  pin: number
  group: string | undefined
  by: string | undefined
  changed: boolean // differs from the view
  search: ListSearch
  set: (changes: Partial<ListSearch>) => void
}

const columnsMin = 6

function viewsOf(meta: ObjectMeta, saved: readonly SavedView[]): ListView[] {
  return [
    ...(meta.views ?? []).map((view) => ({
      key: view.name,
      label: view.label,
      kind: view.kind,
      where: view.where ?? '',
      sort: view.sort ?? '',
      cols: view.columns?.join(',') ?? '',
      group: view.kind === 'board' ? undefined : view.group_by,
      pin: undefined,
      by: view.kind === 'board' ? view.group_by : undefined,
      saved: undefined,
    })),
    ...saved
      .filter((view) => view.object === meta.object)
      .map((view) => ({
        key: view.id,
        label: view.name,
        kind: view.kind,
        where: view.where,
        sort: view.sort,
        cols: columnsText(
          view.columns.map((name) => ({ name, width: view.settings.widths?.[name] ?? null })),
        ),
        group: view.group_by || undefined,
        pin: view.settings.pin,
        by: view.settings.by,
        saved: view,
      })),
  ]
}

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
  const saved = useViews()?.views
  const views = useMemo(() => viewsOf(meta, saved ?? []), [meta, saved])
  const view = views.find((one) => one.key === search.view) ?? views[0]
  const set = useCallback(
    (changes: Partial<ListSearch>) => {
      void navigate({
        to: '.',
        replace: changes.q !== undefined,
        search: (old: ListSearch) => {
          const next: Record<string, unknown> = { ...old, ...changes }
          for (const [key, value] of Object.entries(next))
            if (value === undefined || (value === '' && key !== 'where' && key !== 'group'))
              delete next[key]
          return next
        },
      })
    },
    [navigate],
  )
  const where = search.bin ? '' : (search.where ?? view?.where ?? '')
  const sort = search.sort ?? view?.sort ?? ''
  const names = search.cols ?? view?.cols ?? ''
  const [layout, columns] = useMemo(() => {
    const wanted = readColumns(names === '' ? defaultColumns(meta).join(',') : names)
    const known = knownColumns(meta, wanted)
    return [known, fieldsOf(meta, known)]
  }, [meta, names])
  return {
    view,
    views,
    where,
    sort,
    columns,
    layout,
    pin: search.pin ?? view?.pin ?? 1,
    group: search.group === '' ? undefined : (search.group ?? view?.group),
    by: search.by ?? view?.by,
    search,
    set,
    effective: effectiveWhere(meta, where, search.q),
    changed: (['where', 'sort', 'cols', 'group', 'pin', 'by', 'kind'] as const).some(
      (name) => search[name] !== undefined,
    ),
  }
}
