// Everything deleted that a person may see, by object; each opens its bin with "restore".
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { labelText, useSchema } from '../../api/schema'
import { asText } from '../../fields/kit'
import { Card } from '../../ui/bits'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { EmptyState, SkeletonLines } from '../../ui/states'

const newest = 3

export default function Bin() {
  const { t } = useTranslation()
  const format = useFormat()
  const objects = (useSchema()?.objects ?? []).filter(
    (object) => object.in_menu !== false && object.can.remove,
  )
  const answers = useQueries({
    queries: objects.map((object) => ({
      queryKey: ['list', object.object, 'bin'],
      queryFn: () =>
        api.list(object.object, { bin: true, limit: newest, count: 'quick', sort: '-updated_at' }),
      retry: false,
    })),
  })
  const filled = objects.flatMap((object, index) => {
    const answer = answers[index]?.data
    return answer && answer.records.length > 0 ? [{ object, answer }] : []
  })
  return (
    <div className="page stack">
      <h1>{t('web.bin.title')}</h1>
      <p className="muted">{t('web.bin.text')}</p>
      {answers.some((answer) => answer.isPending) ? <SkeletonLines lines={4} /> : null}
      {answers.every((answer) => !answer.isPending) && filled.length === 0 ? (
        <EmptyState icon="trash" title={t('web.bin.empty')} />
      ) : null}
      <div className="bin-cards">
        {filled.map(({ object, answer }) => (
          <Card
            key={object.object}
            title={
              <>
                <Icon name={object.icon ?? 'box'} size={15} />{' '}
                {labelText(object.label, format.language)}{' '}
                <span className="count">{answer.count}</span>
              </>
            }
            actions={
              <Link to="/o/$object" params={{ object: object.object }} search={{ bin: true }}>
                {t('web.bin.open')}
              </Link>
            }
          >
            <ul className="stack">
              {answer.records.map((record) => (
                <li key={record.id} className="row">
                  <span className="grow ellipsis">
                    {asText(record[object.title_field]) || t('web.unnamed')}
                  </span>
                  <span className="muted">{format.relative(asText(record.updated_at))}</span>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </div>
  )
}
