// Title, count, views and actions of a list; what stands in place of an empty one.
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../api/queries'
import { labelText } from '../api/schema'
import type { ObjectMeta } from '../api/types'
import { Segments, Tabs } from '../ui/bits'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { usePhone } from '../ui/media'
import { MenuButton, type MenuRow } from '../ui/menu'
import { EmptyState } from '../ui/states'
import type { ListKind } from './extend'
import type { ListState } from './list_state'
import { SaveView } from './save_view'
import { openForm } from './stores'

const ExportDialog = lazy(() =>
  import('./export_dialog').then((module) => ({ default: module.ExportDialog })),
)

export function ListHead({
  meta,
  list,
  kinds,
  kind,
}: {
  meta: ObjectMeta
  list: ListState
  kinds: readonly ListKind[]
  kind: string
}) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const phone = usePhone()
  const label = labelText(meta.label, language)
  const bin = list.search.bin === true
  const [exporting, setExporting] = useState(false)
  const rows: MenuRow[] = [
    ...(meta.can.export
      ? [
          {
            key: 'export',
            icon: 'download',
            label: t('web.list.export_all'),
            onSelect: () => setExporting(true),
          },
        ]
      : []),
    {
      key: 'bin',
      icon: bin ? 'list' : 'trash',
      label: bin ? t('web.bin.leave') : t('web.bin.title'),
      onSelect: () =>
        list.set({ bin: bin ? undefined : true, where: undefined, view: undefined } as never),
    },
  ]
  const tabs = list.views
    .filter(
      (view) => (view.kind ?? 'table') === 'table' || kinds.some((one) => one.kind === view.kind),
    )
    .map((view) => ({
      key: view.key,
      label: typeof view.label === 'string' ? view.label : labelText(view.label, language),
    }))
  return (
    <header className="list-head">
      <div className="list-title">
        <h1>{bin ? t('web.bin.of', { object: label }) : label}</h1>
        {bin ? null : <TitleCount meta={meta} where={list.effective} />}
        <span className="grow" />
        {meta.can.import && !phone ? (
          <a className="btn" href={`/import?object=${meta.object}`}>
            <Icon name="upload" size={15} />
            {t('web.import')}
          </a>
        ) : null}
        <MenuButton rows={rows} label={t('web.more')} align="end" iconOnly className="btn btn-icon">
          <Icon name="ellipsis" />
        </MenuButton>
        {meta.can.create && !bin && !phone ? (
          <Button kind="primary" icon="plus" onClick={() => openForm({ object: meta.object })}>
            {t('web.create.object', { object: label })}
          </Button>
        ) : null}
      </div>
      {exporting ? (
        <Suspense fallback={null}>
          <ExportDialog
            meta={meta}
            where={list.effective}
            sort={list.sort}
            count={undefined}
            columns={list.columns}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      ) : null}
      {bin ? null : (
        <div className="list-views">
          <Tabs
            label={t('web.list.views')}
            value={list.view?.key ?? 'all'}
            items={tabs.length > 0 ? tabs : [{ key: 'all', label: t('web.list.everything') }]}
            onChange={(key) =>
              list.set({
                view: key,
                where: undefined,
                sort: undefined,
                cols: undefined,
                kind: undefined,
                group: undefined,
                pin: undefined,
                by: undefined,
              } as never)
            }
          />
          <SaveView meta={meta} list={list} />
          <span className="grow" />
          {kinds.length > 0 ? (
            <Segments
              label={t('web.list.kind')}
              value={kind}
              items={[
                { key: 'table', label: t('web.list.table'), icon: 'table' },
                ...kinds.map((one) => ({ key: one.kind, label: t(one.label), icon: one.icon })),
              ]}
              onChange={(key) => list.set({ kind: key })}
            />
          ) : null}
        </div>
      )}
    </header>
  )
}

function TitleCount({ meta, where }: { meta: ObjectMeta; where: string }) {
  const format = useFormat()
  const { data } = useList(meta.object, {
    where,
    limit: 1,
    fields: [meta.title_field],
    count: 'quick',
  })
  return data?.count === undefined ? null : (
    <span className="count">
      {data.approximate ? '≈ ' : ''}
      {format.number(data.count)}
    </span>
  )
}

export function Nothing({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const { t, i18n } = useTranslation()
  const { language } = useFormat()
  const label = labelText(meta.label, language)
  if (list.search.bin) return <EmptyState icon="trash" title={t('web.bin.empty')} />
  const all = list.views.find((view) => view.where === '' && !view.saved)
  if (list.effective !== '') {
    return (
      <EmptyState
        icon="search"
        title={t('web.list.none_fit', { object: label })}
        actions={
          <>
            <Button onClick={() => list.set({ where: '', q: '' })}>{t('web.filter.clear')}</Button>
            {all && all.key !== list.view?.key ? (
              <Button
                kind="ghost"
                onClick={() => list.set({ view: all.key, where: undefined, q: '' } as never)}
              >
                {t('web.list.wider', {
                  view: typeof all.label === 'string' ? all.label : labelText(all.label, language),
                })}
              </Button>
            ) : null}
          </>
        }
      />
    )
  }
  const teach = `web.teach.${meta.object}`
  return (
    <EmptyState
      icon={meta.icon ?? 'inbox'}
      title={t('web.list.empty', { object: label })}
      actions={
        <>
          {meta.can.create ? (
            <Button kind="primary" icon="plus" onClick={() => openForm({ object: meta.object })}>
              {t('web.create.object', { object: label })}
            </Button>
          ) : null}
          {meta.can.import ? (
            <a className="btn btn-ghost" href={`/import?object=${meta.object}`}>
              {t('web.import')}
            </a>
          ) : null}
        </>
      }
    >
      {i18n.exists(teach) ? t(teach) : null}
    </EmptyState>
  )
}
