import { useTranslation } from 'react-i18next'
import { Meter } from '../../ui/charts'
import { useFormat } from '../../ui/format'
import type { ImportAnswer } from './imports'

export function RunStep({ answer }: { answer: ImportAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const total = Math.max(1, answer.job?.total || answer.rows)
  const done = answer.job?.done ?? answer.done
  return (
    <div className="import-run card" role="status">
      <strong>{t(answer.state === 'undoing' ? 'web.import.undoing' : 'web.import.running')}</strong>
      <Meter value={done} max={total} />
      <span>
        {t('web.import.progress', { done: format.number(done), total: format.number(total) })}
        {' · '}
        {format.percent(String(Math.floor((done / total) * 1000) / 10))}
      </span>
      <p className="muted">{t('web.import.may_leave')}</p>
    </div>
  )
}
