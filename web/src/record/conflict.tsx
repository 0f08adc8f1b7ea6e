// Somebody else saved in between: both values, who changed them when, and a choice.
import { useTranslation } from 'react-i18next'
import type { Fields } from '../api/calls'
import { useHistory } from '../api/queries'
import { labelText } from '../api/schema'
import type { ObjectMeta, RecordRow } from '../api/types'
import { FieldCell } from '../fields/field_view'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'

interface Props {
  meta: ObjectMeta
  base: RecordRow
  mine: Fields
  theirs: RecordRow
  onKeep: () => void
  onDrop: () => void
}

export function Conflict({ meta, base, mine, theirs, onKeep, onDrop }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const latest = useHistory(meta.object, base.id).data?.versions[0]
  const names = Object.keys(mine).filter(
    (name) => JSON.stringify(theirs[name] ?? null) !== JSON.stringify(base[name] ?? null),
  )
  return (
    <div className="conflict" role="alert">
      <strong>
        {t('web.conflict.title', {
          name: latest?.actor?.name ?? t('web.conflict.someone'),
          at: latest ? format.relative(latest.at) : '',
        })}
      </strong>
      {names.length > 0 ? (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('web.conflict.mine')}</th>
              <th scope="col">{t('web.conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {names
              .flatMap((name) => meta.fields.find((field) => field.name === name) ?? [])
              .map((field) => (
                <tr key={field.name}>
                  <th scope="row">{labelText(field.label, format.language)}</th>
                  <td>
                    <FieldCell value={mine[field.name]} field={field} />
                  </td>
                  <td>
                    <FieldCell value={theirs[field.name]} field={field} />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      ) : null}
      <div className="row">
        <Button small onClick={onKeep}>
          {t('web.conflict.keep')}
        </Button>
        <Button small onClick={onDrop}>
          {t('web.conflict.drop')}
        </Button>
      </div>
    </div>
  )
}
