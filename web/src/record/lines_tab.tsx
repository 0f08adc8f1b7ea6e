import { useTranslation } from 'react-i18next'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { LinesView } from '../fields/lines/view'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { openForm } from './stores'

export function LinesTab({
  meta,
  record,
  fields,
}: {
  meta: ObjectMeta
  record: RecordRow
  fields: readonly Field[]
}) {
  const { t } = useTranslation()
  const { language } = useFormat()
  return (
    <div className="stack">
      {fields.map((field) => (
        <section key={field.name} className="stack">
          <div className="row">
            <h2 className="grow strong">{labelText(field.label, language)}</h2>
            {record.can?.update && !field.read_only ? (
              <Button
                small
                icon="pencil"
                onClick={() => openForm({ object: meta.object, record, fields: [field.name] })}
              >
                {t('web.edit')}
              </Button>
            ) : null}
          </div>
          <LinesView
            value={record[field.name]}
            field={field}
            currency={record.currency as string | undefined}
          />
        </section>
      ))}
    </div>
  )
}
