// Every version: who, when, why, old and new; any value taken back, any day looked at.
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHistory } from '../api/queries'
import { labelText } from '../api/schema'
import type { Change, ObjectMeta, RecordRow } from '../api/types'
import { asText } from '../fields/kit'
import { Tag } from '../ui/bits'
import { Button, IconButton } from '../ui/button'
import { useFormat } from '../ui/format'
import { ErrorState, SkeletonLines } from '../ui/states'
import { isCellEditable, useSaveCell } from './grid_edit'

interface ListProps {
  changes: readonly Change[]
  onRestore?: ((change: Change) => (() => void) | null) | undefined
}

export function ChangeList({ changes, onRestore }: ListProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const shown = (text: string | undefined, value: unknown) =>
    text || asText(value) || t('web.empty')
  return (
    <ul className="changes">
      {changes.map((change) => {
        const restore = onRestore?.(change)
        const label = labelText(change.label, language)
        return (
          <li key={change.field}>
            <span className="muted">{label}</span>
            <del>{shown(change.old_text, change.old)}</del>
            <span aria-hidden="true">→</span>
            <ins>{shown(change.new_text, change.new)}</ins>
            {restore ? (
              <IconButton
                small
                icon="undo"
                className="moment-act"
                label={t('web.history.restore', {
                  name: label,
                  value: shown(change.old_text, change.old),
                })}
                onClick={restore}
              />
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

export function HistoryTab({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const save = useSaveCell(meta)
  const { data, error, refetch } = useHistory(meta.object, record.id)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines />
  const mayEdit = record.can?.update ?? meta.can.update
  const restorer = (change: Change): (() => void) | null => {
    const field = meta.fields.find((one) => one.name === change.field)
    const same = JSON.stringify(record[change.field] ?? null) === JSON.stringify(change.old ?? null)
    if (!mayEdit || !field || same || !isCellEditable(meta, field)) return null
    return () => save(record, field, change.old ?? null)
  }
  return (
    <ol className="history">
      {data.versions.map((version) => (
        <li key={`${version.version}-${version.at}`} className="moment-box">
          <div className="row">
            <Tag>{t('web.history.version', { number: version.version })}</Tag>
            <strong>{version.actor?.name ?? t('web.system')}</strong>
            <span className="muted" title={format.dateTime(version.at)}>
              {format.relative(version.at)}
            </span>
            {version.recorded_at ? (
              <Tag>{t('web.history.recorded', { date: format.dateTime(version.recorded_at) })}</Tag>
            ) : null}
            <span className="grow" />
            {version.until ? (
              <Button
                small
                kind="link"
                onClick={() =>
                  void navigate({ to: '.', search: { tab: 'details', day: version.at } })
                }
              >
                {t('web.history.look')}
              </Button>
            ) : null}
          </div>
          {version.changes.length > 0 ? (
            <ChangeList changes={version.changes} onRestore={restorer} />
          ) : (
            <p className="muted">
              {t(version.kind === 'created' ? 'web.history.created' : 'web.history.nothing')}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
