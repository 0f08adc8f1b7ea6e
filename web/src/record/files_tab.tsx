import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { useFormat } from '../ui/format'
import { useSaveCell } from './grid_edit'

export function FilesTab({
  meta,
  record,
  fields,
}: {
  meta: ObjectMeta
  record: RecordRow
  fields: readonly Field[]
}) {
  const { language } = useFormat()
  const save = useSaveCell(meta)
  return (
    <div className="stack">
      {fields.map((field) => {
        const Input = uiOf(field).Input!
        const label = labelText(field.label, language)
        return (
          <section key={field.name} className="stack">
            <h2 className="strong">{label}</h2>
            <Input
              value={record[field.name]}
              field={field}
              label={label}
              disabled={!record.can?.update}
              onChange={(value) => save(record, field, value)}
            />
          </section>
        )
      })}
    </div>
  )
}
