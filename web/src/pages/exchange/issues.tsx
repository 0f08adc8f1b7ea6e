import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/format'
import { errorsUrl, type ImportAnswer } from './imports'

// The first hundred problems, each at its row and column; all of them are in the error file.
export function Issues({ answer }: { answer: ImportAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const issues = answer.issues ?? []
  if (issues.length === 0) return null
  return (
    <section>
      <div className="row import-issues-head">
        <h2>{t('web.import.issues')}</h2>
        <span className="grow" />
        <a href={errorsUrl(answer.id)} download>
          {t('web.import.errors_file')}
        </a>
      </div>
      <div className="lines-scroll" tabIndex={0} role="region" aria-label={t('web.import.issues')}>
        <table className="lines-table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('web.import.row')}
              </th>
              <th scope="col">{t('web.import.column')}</th>
              <th scope="col">{t('web.import.value')}</th>
              <th scope="col">{t('web.import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {issues.map((issue, index) => (
              <tr key={index}>
                <td className="num">{format.number(issue.row)}</td>
                <td>{issue.column || issue.field || ''}</td>
                <td>
                  <mark className="import-mark">{issue.value || t('web.empty')}</mark>
                </td>
                <td>{issue.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
