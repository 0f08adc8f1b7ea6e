// The list of any object: saved views as tabs, filter chips, the grid or another kind of list.
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { useList } from '../api/queries'
import { labelText, useObject } from '../api/schema'
import type { ListRequest, ObjectMeta } from '../api/types'
import { Segments, Tabs } from '../ui/bits'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { usePhone } from '../ui/media'
import { MenuButton, type MenuRow } from '../ui/menu'
import { usePrefs } from '../ui/prefs'
import { EmptyState, ErrorState, PanelBoundary, SkeletonLines } from '../ui/states'
import { BulkBar } from './bulk_bar'
import { useExtensions, type ListKind } from './extend'
import { FilterBar } from './filter_bar'
import { Grid, useGridState } from './grid'
import { ListCards } from './list_cards'
import { ListFooter } from './list_footer'
import { useListState, type ListState } from './list_state'
import { SaveView } from './save_view'
import { openForm } from './stores'
import { useBlocks, type Blocks } from './use_blocks'

const rowHeights = { compact: 30, normal: 36, loose: 44 }

export default function ListPage() {
  const { object } = useParams({ strict: false }) as { object: string }
  const meta = useObject(object)
  if (!meta) return <ErrorState error={{ status: 404 }} />
  return <ObjectList key={object} meta={meta} />
}

function requestOf(meta: ObjectMeta, list: ListState): ListRequest {
  const names = new Set(list.columns.map((column) => column.name))
  for (const extra of [meta.title_field, meta.currency_field, meta.state_field, 'state', 'number', 'owner', 'currency']) {
    if (extra && meta.fields.some((field) => field.name === extra)) names.add(extra)
  }
  return { where: list.effective, sort: list.sort, fields: [...names], ...(list.search.bin ? { bin: true } : {}) }
}

function ObjectList({ meta }: { meta: ObjectMeta }) {
  const list = useListState(meta)
  const shown = useMemo(() => (list.search.bin ? { ...meta, can: { ...meta.can, update: false } } : meta), [meta, list.search.bin])
  const { listKinds } = useExtensions()
  const kinds = listKinds.filter((kind) => (kind.objects ? kind.objects.includes(meta.object) : Boolean(meta.state_field)))
  const wanted = list.search.kind ?? list.view?.kind ?? 'table'
  const kind = kinds.find((one) => one.kind === wanted)
  return (
    <div className="list">
      <ListHead meta={meta} list={list} kinds={kinds} kind={kind?.kind ?? 'table'} />
      {list.search.bin ? null : <FilterBar meta={meta} list={list} />}
      {kind ? <KindPanel kind={kind} meta={meta} list={list} /> : <TablePanel key={`${list.effective}${list.sort}${list.search.bin ?? ''}`} meta={shown} list={list} />}
    </div>
  )
}

function KindPanel({ kind, meta, list }: { kind: ListKind; meta: ObjectMeta; list: ListState }) {
  const Panel = useMemo(() => lazy(kind.load), [kind])
  return (
    <PanelBoundary>
      <Suspense fallback={<div className="page"><SkeletonLines /></div>}>
        <Panel meta={meta} where={list.effective} sort={list.sort} groupBy={list.view?.group_by ?? meta.state_field} />
      </Suspense>
    </PanelBoundary>
  )
}

function ListHead({ meta, list, kinds, kind }: { meta: ObjectMeta; list: ListState; kinds: readonly ListKind[]; kind: string }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const phone = usePhone()
  const label = labelText(meta.label, language)
  const bin = list.search.bin === true
  const request = { where: list.effective, sort: list.sort, fields: list.columns.map((column) => column.name) }
  const rows: MenuRow[] = [
    ...(meta.can.export ? (['xlsx', 'csv'] as const).map((format) => ({ key: format, icon: 'download', label: t('list.export', { format: format.toUpperCase() }),
      onSelect: () => { location.href = api.exportUrl(meta.object, format, request) } })) : []),
    { key: 'bin', icon: bin ? 'list' : 'trash', label: bin ? t('bin.leave') : t('bin.title'), onSelect: () => list.set({ bin: bin ? undefined : true, where: undefined, view: undefined } as never) },
  ]
  const views = (meta.views ?? []).filter((view) => (view.kind ?? 'table') === 'table' || kinds.some((one) => one.kind === view.kind))
  const tabs = views.length > 0 ? views : [{ name: 'all', label: { zh: '全部', en: 'All' } }]
  return (
    <header className="list-head">
      <div className="list-title">
        <h1>{bin ? t('bin.of', { object: label }) : label}</h1>
        {bin ? null : <TitleCount meta={meta} where={list.effective} />}
        <span className="grow" />
        {meta.can.import && !phone ? <a className="btn" href={`/import?object=${meta.object}`}><Icon name="upload" size={15} />{t('import')}</a> : null}
        <MenuButton rows={rows} label={t('more')} align="end" iconOnly className="btn btn-icon"><Icon name="ellipsis" /></MenuButton>
        {meta.can.create && !bin && !phone ? <Button kind="primary" icon="plus" onClick={() => openForm({ object: meta.object })}>{t('create.object', { object: label })}</Button> : null}
      </div>
      {bin ? null : (
        <div className="list-views">
          <Tabs label={t('list.views')} value={list.view?.name ?? 'all'} items={tabs.map((view) => ({ key: view.name, label: labelText(view.label, language) }))}
            onChange={(key) => list.set({ view: key, where: undefined, sort: undefined, cols: undefined, kind: undefined } as never)} />
          <SaveView meta={meta} list={list} />
          <span className="grow" />
          {kinds.length > 0 ? <Segments label={t('list.kind')} value={kind} items={[{ key: 'table', label: t('list.table'), icon: 'table' }, ...kinds.map((one) => ({ key: one.kind, label: t(one.label), icon: one.icon }))]}
            onChange={(key) => list.set({ kind: key })} /> : null}
        </div>
      )}
    </header>
  )
}

function TitleCount({ meta, where }: { meta: ObjectMeta; where: string }) {
  const format = useFormat()
  const { data } = useList(meta.object, { where, limit: 1, fields: [meta.title_field], count: 'quick' })
  return data?.count === undefined ? null : <span className="count">{data.approximate ? '≈ ' : ''}{format.number(data.count)}</span>
}

function TablePanel({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const phone = usePhone()
  const density = usePrefs((prefs) => prefs.density)
  const [sight, setSight] = useState({ first: 0, last: 40 })
  const [state, dispatch] = useGridState()
  const fieldsKey = list.columns.map((column) => column.name).join()
  const request = useMemo(() => requestOf(meta, list), [meta, list.effective, list.sort, list.search.bin, fieldsKey])
  const blocks = useBlocks(meta.object, request, sight.first, sight.last)
  const onSight = useCallback((first: number, last: number) =>
    setSight((old) => (old.first === first && old.last === last ? old : { first, last })), [])
  const onSort = useCallback((sort: string) => list.set({ sort }), [list.set])
  if (blocks.error && blocks.total === undefined) return <ErrorState error={blocks.error} onRetry={blocks.retry} />
  if (blocks.total === 0) return <Nothing meta={meta} list={list} />
  const selectedRows = () => Array.from({ length: Math.min(blocks.total ?? 0, 20_000) }, (_, index) => blocks.rowAt(index))
    .filter((row) => row !== undefined).filter((row) => state.selected.has(row.id))
  const placeholder: Blocks = blocks.total === undefined ? { ...blocks, total: 24 } : blocks
  return (
    <>
      {phone ? <ListCards meta={meta} columns={list.columns} blocks={placeholder} onSight={onSight} />
        : <Grid meta={meta} columns={list.columns} blocks={placeholder} rowHeight={rowHeights[density]} sort={list.sort} onSort={onSort} onSight={onSight} state={state} dispatch={dispatch} />}
      <BulkBar meta={meta} state={state} dispatch={dispatch} where={list.effective} sort={list.sort} total={blocks.total ?? 0} rows={selectedRows} bin={list.search.bin === true} />
      {phone ? null : <ListFooter meta={meta} where={list.effective} blocks={blocks} />}
    </>
  )
}

function Nothing({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const label = labelText(meta.label, language)
  if (list.search.bin) return <EmptyState icon="trash" title={t('bin.empty')} />
  const all = meta.views?.find((view) => !view.where)
  if (list.effective !== '') {
    return (
      <EmptyState icon="search" title={t('list.none_fit', { object: label })} actions={(
        <>
          <Button onClick={() => list.set({ where: '', q: '' })}>{t('filter.clear')}</Button>
          {all && all.name !== list.view?.name ? <Button kind="ghost" onClick={() => list.set({ view: all.name, where: undefined, q: '' } as never)}>{t('list.wider', { view: labelText(all.label, language) })}</Button> : null}
        </>
      )} />
    )
  }
  return (
    <EmptyState icon={meta.icon ?? 'inbox'} title={t('list.empty', { object: label })} actions={(
      <>
        {meta.can.create ? <Button kind="primary" icon="plus" onClick={() => openForm({ object: meta.object })}>{t('create.object', { object: label })}</Button> : null}
        {meta.can.import ? <a className="btn btn-ghost" href={`/import?object=${meta.object}`}>{t('import')}</a> : null}
      </>
    )} />
  )
}
