// Every version: who, when, why, old and new.
import { useTranslation } from 'react-i18next'
import { useHistory } from '../api/queries'
import { labelText } from '../api/schema'
import type { Change, ObjectMeta, RecordRow } from '../api/types'
import { asText } from '../fields/kit'
import { Tag } from '../ui/bits'
import { useFormat } from '../ui/format'
import { ErrorState, SkeletonLines } from '../ui/states'

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const shown = (text: string | undefined, value: unknown) =>
    text ?? (asText(value) || t('web.empty'))
  return (
    <ul className="changes">
      {changes.map((change) => (
        <li key={change.field}>
          <span className="muted">{labelText(change.label, language)}</span>
          <del>{shown(change.old_text, change.old)}</del>
          <span aria-hidden="true">→</span>
          <ins>{shown(change.new_text, change.new)}</ins>
        </li>
      ))}
    </ul>
  )
}

export function HistoryTab({ meta, record }: { meta: ObjectMeta; record: RecordRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch } = useHistory(meta.object, record.id)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines />
  return (
    <ol className="history">
      {data.versions.map((version) => (
        <li key={`${version.version}-${version.at}`}>
          <div className="row">
            <Tag>{t('web.history.version', { number: version.version })}</Tag>
            <strong>{version.actor?.name ?? t('web.system')}</strong>
            <span className="muted" title={format.dateTime(version.at)}>
              {format.relative(version.at)}
            </span>
            {version.recorded_at ? (
              <Tag>{t('web.history.recorded', { date: format.dateTime(version.recorded_at) })}</Tag>
            ) : null}
          </div>
          {version.changes.length > 0 ? (
            <ChangeList changes={version.changes} />
          ) : (
            <p className="muted">
              {t(version.kind === 'web.create' ? 'web.history.created' : 'web.history.nothing')}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
