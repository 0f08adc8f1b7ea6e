import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText } from '../../api/schema'
import type { ObjectMeta } from '../../api/types'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { errorsUrl, type ImportAnswer } from './imports'
import { Issues } from './issues'

interface Props {
  meta: ObjectMeta
  answer: ImportAnswer
  busy: boolean
  onUndo: () => void
}

export function ResultStep({ meta, answer, busy, onUndo }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asking, setAsking] = useState(false)
  const label = labelText(meta.label, format.language)
  const failed = answer.state === 'failed'
  const kinds: [string, number][] = [
    ['created', answer.created],
    ['updated', answer.updated],
    ['skipped', answer.skipped],
    ['bad', answer.bad],
  ]
  return (
    <div className="stack import-result">
      <h2 className="row">
        <Icon
          name={failed ? 'circle-x' : answer.state === 'undone' ? 'undo' : 'circle-check'}
          size={20}
        />
        {t(`web.import.state.${answer.state}`)}
      </h2>
      {failed && (answer.error || answer.job?.error) ? (
        <p className="field-error" role="alert">
          {answer.error || answer.job?.error}
        </p>
      ) : null}
      <div className="import-counts">
        {kinds.map(([key, count]) => (
          <span key={key} className={key === 'bad' && count > 0 ? 'late' : ''}>
            {t(`web.import.${key}`)} <strong>{format.number(count)}</strong>
          </span>
        ))}
      </div>
      <div className="row">
        <Link
          to="/o/$object"
          params={{ object: meta.object }}
          search={{ where: `import_id == ${JSON.stringify(answer.id)}` }}
          className="btn btn-primary"
        >
          {t('web.import.see', { object: label })}
        </Link>
        {answer.bad > 0 ? (
          <a className="btn" href={errorsUrl(answer.id)} download>
            <Icon name="download" size={15} />
            {t('web.import.errors_file')}
          </a>
        ) : null}
        {answer.state === 'done' ? (
          <Button icon="undo" busy={busy} onClick={() => setAsking(true)}>
            {t('web.import.undo')}
          </Button>
        ) : null}
        <Link to="/import" search={{ object: meta.object }} className="btn btn-ghost">
          {t('web.import.another')}
        </Link>
      </div>
      <Issues answer={answer} />
      <Dialog
        open={asking}
        title={t('web.import.undo')}
        onClose={() => setAsking(false)}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('web.cancel')}</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false)
                onUndo()
              }}
            >
              {t('web.import.undo')}
            </Button>
          </>
        }
      >
        {t('web.import.undo_text', {
          created: format.number(answer.created),
          updated: format.number(answer.updated),
        })}
      </Dialog>
    </div>
  )
}
