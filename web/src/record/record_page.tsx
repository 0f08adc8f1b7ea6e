// The page of one record, made from metadata (ui-guide, Behaviour rules, 7).
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { useRecord } from '../api/queries'
import { useObject } from '../api/schema'
import type { ObjectMeta, RecordRow } from '../api/types'
import { Tabs, type TabItem } from '../ui/bits'
import { isTyping } from '../ui/media'
import { usePrefs } from '../ui/prefs'
import { ErrorState, PanelBoundary, Skeleton, SkeletonLines } from '../ui/states'
import { Details } from './details'
import { useExtensions, type RecordPanel } from './extend'
import { FilesTab } from './files_tab'
import { HistoryTab } from './history_tab'
import { LinesTab } from './lines_tab'
import { PastBar } from './past_bar'
import { RecordHead } from './record_head'
import { Related } from './related'
import type { RecordSearch } from './search_params'
import { StateTrack } from './state_track'
import { Timeline } from './timeline'
import { neighbour } from './walk'

// A past day is looked at, not changed.
const nothing = { update: false, remove: false, verbs: [] }

export default function RecordPage() {
  const { object, id } = useParams({ strict: false }) as { object: string; id: string }
  const meta = useObject(object)
  const { day } = useSearch({ strict: false }) as RecordSearch
  const now = useRecord(object, id)
  const past = useQuery({
    queryKey: ['past', object, id, day],
    queryFn: () => api.get(object, id, day),
    enabled: day !== undefined,
    staleTime: Infinity,
  })
  const { data, error, refetch } = day === undefined ? now : past
  const record = useMemo(
    () => (day !== undefined && data ? { ...data, can: nothing } : data),
    [data, day],
  )
  useWalk(object, id)
  if (!meta) return <ErrorState error={{ status: 404 }} />
  if (error && !record) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!record) return <Loading />
  return <Loaded key={`${id}${day ?? ''}`} meta={meta} record={record} />
}

function Loading() {
  return (
    <div className="record">
      <div className="record-top">
        <Skeleton height={24} width={260} />
        <Skeleton height={40} />
        <Skeleton height={34} />
      </div>
      <div className="record-body">
        <div className="card card-body">
          <SkeletonLines lines={8} />
        </div>
      </div>
    </div>
  )
}

// J and K: the next and the previous record of the list this one came from.
function useWalk(object: string, id: string): void {
  const navigate = useNavigate()
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (
        isTyping(event) ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        !usePrefs.getState().letterKeys
      )
        return
      if (document.querySelector('dialog[open]') || (event.key !== 'j' && event.key !== 'k')) return
      const next = neighbour(object, id, event.key === 'j' ? 1 : -1)
      if (next) void navigate({ to: '/o/$object/$id', params: { object, id: next }, replace: true })
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [object, id, navigate])
}

export function Panel({
  panel,
  meta,
  record,
}: {
  panel: RecordPanel
  meta: ObjectMeta
  record: RecordRow
}) {
  const Shown = useMemo(() => lazy(panel.load), [panel])
  return (
    <PanelBoundary>
      <Suspense fallback={<SkeletonLines lines={3} />}>
        <Shown meta={meta} record={record} />
      </Suspense>
    </PanelBoundary>
  )
}

function Loaded({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as RecordSearch
  const panels = useExtensions().panels.filter((panel) => panel.object === meta.object)
  const whole = panels.find((panel) => panel.slot === 'page')
  if (whole) return <Panel panel={whole} meta={meta} record={record} />
  const lines = meta.fields.filter((field) => field.type === 'lines' && !field.hidden)
  const files = meta.fields.filter((field) => field.type === 'attachment' && !field.hidden)
  const fileCount = files.reduce(
    (sum, field) =>
      sum + (Array.isArray(record[field.name]) ? (record[field.name] as unknown[]).length : 0),
    0,
  )
  const own = panels.filter((panel) => panel.slot === 'tab')
  const tabs: TabItem[] = [
    ...own.map((panel) => ({ key: panel.key, label: t(panel.label ?? panel.key) })),
    { key: 'timeline', label: t('web.tab.timeline') },
    { key: 'details', label: t('web.tab.details') },
    ...(lines.length > 0 && !own.some((panel) => panel.key === 'lines')
      ? [{ key: 'lines', label: t('web.tab.lines') }]
      : []),
    ...(files.length > 0 ? [{ key: 'files', label: t('web.tab.files'), count: fileCount }] : []),
    ...(meta.has_history === false ? [] : [{ key: 'history', label: t('web.tab.history') }]),
  ]
  const tab = tabs.find((one) => one.key === search.tab)?.key ?? tabs[0]!.key
  const ownTab = own.find((panel) => panel.key === tab)
  return (
    <div className="record">
      {search.day ? (
        <PastBar
          day={search.day}
          onDay={(day) => void navigate({ to: '.', search: { ...search, day } })}
        />
      ) : null}
      <div className="record-top">
        <RecordHead meta={meta} record={record} />
        <StateTrack meta={meta} record={record} />
        {panels
          .filter((panel) => panel.slot === 'top')
          .map((panel) => (
            <Panel key={panel.key} panel={panel} meta={meta} record={record} />
          ))}
      </div>
      <div className="record-body">
        <section className="card record-main">
          <div className="record-tabs">
            <Tabs
              label={t('web.record.tabs')}
              items={tabs}
              value={tab}
              onChange={(key) =>
                void navigate({ to: '.', search: { ...search, tab: key }, replace: true })
              }
            />
          </div>
          <div className="record-tab" role="tabpanel" aria-label={t('web.record.tabs')}>
            <PanelBoundary key={tab}>
              {ownTab ? <Panel panel={ownTab} meta={meta} record={record} /> : null}
              {tab === 'timeline' ? <Timeline meta={meta} record={record} /> : null}
              {tab === 'details' ? <Details meta={meta} record={record} /> : null}
              {tab === 'lines' && !ownTab ? (
                <LinesTab meta={meta} record={record} fields={lines} />
              ) : null}
              {tab === 'files' ? <FilesTab meta={meta} record={record} fields={files} /> : null}
              {tab === 'history' ? <HistoryTab meta={meta} record={record} /> : null}
            </PanelBoundary>
          </div>
        </section>
        <aside className="record-side" aria-label={t('web.record.side')}>
          {panels
            .filter((panel) => panel.slot === 'side')
            .map((panel) => (
              <Panel key={panel.key} panel={panel} meta={meta} record={record} />
            ))}
          <PanelBoundary>
            <Related
              meta={meta}
              record={record}
              covered={panels.flatMap((panel) => panel.covers ?? [])}
            />
          </PanelBoundary>
        </aside>
      </div>
    </div>
  )
}
