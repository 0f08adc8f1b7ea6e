// My imports: what came in, how it went, and the way back.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { labelText, useSchema } from '../../api/schema'
import { Pill } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states'
import { errorsUrl, useImports, type ImportState } from './imports'
import './exchange.css'

const colors: Record<ImportState, string> = {
  checking: '#4C7DF0',
  checked: '#7A4FE0',
  running: '#4C7DF0',
  done: '#0E8A5F',
  failed: '#C4283A',
  undoing: '#4C7DF0',
  undone: '#8A919E',
}

export default function ImportHistory() {
  const { t } = useTranslation()
  const format = useFormat()
  const schema = useSchema()
  const { data, error, refetch } = useImports()
  return (
    <div className="page import">
      <header className="import-head">
        <h1 className="grow">{t('web.imports')}</h1>
        <Link to="/import" className="btn btn-primary">
          {t('web.import.new')}
        </Link>
      </header>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines /> : null}
      {data && data.imports.length === 0 ? (
        <EmptyState icon="upload" title={t('web.imports.empty')} />
      ) : null}
      {data && data.imports.length > 0 ? (
        <div className="card lines-scroll" tabIndex={0} role="region" aria-label={t('web.imports')}>
          <table className="lines-table">
            <thead>
              <tr>
                <th scope="col">{t('web.import.file')}</th>
                <th scope="col">{t('web.import.object')}</th>
                <th scope="col">{t('web.import.state')}</th>
                <th scope="col" className="num">
                  {t('web.import.rows')}
                </th>
                <th scope="col" className="num">
                  {t('web.import.created')}
                </th>
                <th scope="col" className="num">
                  {t('web.import.updated')}
                </th>
                <th scope="col" className="num">
                  {t('web.import.bad')}
                </th>
                <th scope="col">{t('web.import.at')}</th>
              </tr>
            </thead>
            <tbody>
              {data.imports.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/import" search={{ object: one.object, id: one.id }}>
                      {one.file}
                    </Link>
                  </td>
                  <td>
                    {labelText(schema?.find(one.object)?.label, format.language) || one.object}
                  </td>
                  <td>
                    <Pill color={colors[one.state]}>{t(`web.import.state.${one.state}`)}</Pill>
                  </td>
                  <td className="num">{format.number(one.rows)}</td>
                  <td className="num">{format.number(one.created)}</td>
                  <td className="num">{format.number(one.updated)}</td>
                  <td className="num">
                    {one.bad > 0 ? (
                      <a href={errorsUrl(one.id)} download>
                        {format.number(one.bad)}
                      </a>
                    ) : (
                      0
                    )}
                  </td>
                  <td className="muted">{format.relative(one.created_at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}
