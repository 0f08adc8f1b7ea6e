// The list of any object: saved views as tabs, filter chips, the grid or another kind of list.
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useObject } from '../api/schema'
import type { ListRequest, ObjectMeta } from '../api/types'
import { phoneQuery, usePhone } from '../ui/media'
import { usePrefs } from '../ui/prefs'
import { ErrorState, PanelBoundary, SkeletonLines } from '../ui/states'
import { useExtensions, type ListKind } from './extend'
import { FilterBar } from './filter_bar'
import { ListCards } from './list_cards'
import { ListFooter } from './list_footer'
import { ListHead, Nothing } from './list_head'
import { useListState, type ListState } from './list_state'
import { canGroupBy, useLayout } from './use_layout'
import { useBlocks, type Blocks } from './use_blocks'
import { useGridState } from './use_grid_state'

// A phone shows cards: the grid and what acts on selected rows are no part of its first page. A
// desktop asks for the grid at once, beside the rows.
const loadGrid = () => import('./grid')
if (!matchMedia(phoneQuery).matches) void loadGrid()
const Grid = lazy(loadGrid)
const Grouped = lazy(() => import('./grouped').then((module) => ({ default: module.Grouped })))
const BulkBar = lazy(() => import('./bulk_bar').then((module) => ({ default: module.BulkBar })))

const rowHeights = { compact: 30, normal: 36, loose: 44 }

export default function ListPage() {
  const { object } = useParams({ strict: false }) as { object: string }
  const meta = useObject(object)
  if (!meta) return <ErrorState error={{ status: 404 }} />
  return <ObjectList key={object} meta={meta} />
}

function requestOf(meta: ObjectMeta, list: ListState): ListRequest {
  const names = new Set(list.columns.map((column) => column.name))
  for (const extra of [
    meta.title_field,
    meta.currency_field,
    meta.state_field,
    'state',
    'number',
    'owner',
    'currency',
  ]) {
    if (extra && meta.fields.some((field) => field.name === extra)) names.add(extra)
  }
  return {
    where: list.effective,
    sort: list.sort,
    fields: [...names],
    ...(list.search.bin ? { bin: true } : {}),
  }
}

function ObjectList({ meta }: { meta: ObjectMeta }) {
  const list = useListState(meta)
  const shown = useMemo(
    () => (list.search.bin ? { ...meta, can: { ...meta.can, update: false } } : meta),
    [meta, list.search.bin],
  )
  const { listKinds } = useExtensions()
  const kinds = listKinds.filter((kind) => kind.fits(meta))
  const wanted = list.search.kind ?? list.view?.kind ?? 'table'
  const kind = kinds.find((one) => one.kind === wanted)
  const density = usePrefs((prefs) => prefs.density)
  const grouped =
    !kind && list.group
      ? meta.fields.find((field) => field.name === list.group && canGroupBy(field))
      : undefined
  return (
    <div className="list">
      <ListHead meta={meta} list={list} kinds={kinds} kind={kind?.kind ?? 'table'} />
      {list.search.bin ? null : <FilterBar meta={meta} list={list} />}
      {grouped ? (
        <PanelBoundary key={grouped.name}>
          <Suspense fallback={<SkeletonLines />}>
            <Grouped meta={shown} list={list} field={grouped} rowHeight={rowHeights[density]} />
          </Suspense>
        </PanelBoundary>
      ) : kind ? (
        <KindPanel kind={kind} meta={meta} list={list} />
      ) : (
        <TablePanel
          key={`${list.effective}${list.sort}${list.search.bin ?? ''}`}
          meta={shown}
          list={list}
        />
      )}
    </div>
  )
}

function KindPanel({ kind, meta, list }: { kind: ListKind; meta: ObjectMeta; list: ListState }) {
  const Panel = useMemo(() => lazy(kind.load), [kind])
  return (
    <PanelBoundary>
      <Suspense
        fallback={
          <div className="page">
            <SkeletonLines />
          </div>
        }
      >
        <Panel
          meta={meta}
          where={list.effective}
          sort={list.sort}
          groupBy={list.by ?? meta.state_field}
          onGroupBy={(by) => list.set({ by })}
        />
      </Suspense>
    </PanelBoundary>
  )
}

function TablePanel({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const phone = usePhone()
  const density = usePrefs((prefs) => prefs.density)
  const [sight, setSight] = useState({ first: 0, last: 40 })
  const [state, dispatch] = useGridState()
  // Once asked for it stays: a job goes on after the selection is gone.
  const [acting, setActing] = useState(false)
  if (!acting && (state.everything || state.selected.size > 0)) setActing(true)
  const layout = useLayout(list)
  const fieldsKey = list.columns.map((column) => column.name).join()
  const request = useMemo(
    () => requestOf(meta, list),
    [meta, list.effective, list.sort, list.search.bin, fieldsKey],
  )
  const blocks = useBlocks(meta.object, request, sight.first, sight.last)
  const onSight = useCallback(
    (first: number, last: number) =>
      setSight((old) => (old.first === first && old.last === last ? old : { first, last })),
    [],
  )
  const onSort = useCallback((sort: string) => list.set({ sort }), [list.set])
  if (blocks.error && blocks.total === undefined)
    return <ErrorState error={blocks.error} onRetry={blocks.retry} />
  if (blocks.total === 0) return <Nothing meta={meta} list={list} />
  const selectedRows = () =>
    Array.from({ length: Math.min(blocks.total ?? 0, 20_000) }, (_, index) => blocks.rowAt(index))
      .filter((row) => row !== undefined)
      .filter((row) => state.selected.has(row.id))
  const placeholder: Blocks = blocks.total === undefined ? { ...blocks, total: 24 } : blocks
  return (
    <>
      {phone ? (
        <ListCards meta={meta} columns={list.columns} blocks={placeholder} onSight={onSight} />
      ) : (
        <Suspense fallback={<div className="grid" aria-busy="true" />}>
          <Grid
            meta={meta}
            columns={list.columns}
            layout={layout}
            blocks={placeholder}
            rowHeight={rowHeights[density]}
            sort={list.sort}
            onSort={onSort}
            onSight={onSight}
            state={state}
            dispatch={dispatch}
          />
        </Suspense>
      )}
      {acting ? (
        <Suspense fallback={null}>
          <BulkBar
            meta={meta}
            state={state}
            dispatch={dispatch}
            where={list.effective}
            sort={list.sort}
            total={blocks.total ?? 0}
            columns={list.columns}
            rows={selectedRows}
            bin={list.search.bin === true}
          />
        </Suspense>
      ) : null}
      {phone ? null : <ListFooter meta={meta} where={list.effective} blocks={blocks} />}
    </>
  )
}
