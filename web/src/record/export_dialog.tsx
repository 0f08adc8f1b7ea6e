// What leaves the system: which columns, in which form. Only what a person may see goes out, and
// the server writes down who took what.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta } from '../api/types'
import { Segments } from '../ui/bits'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useFormat } from '../ui/format'

interface Props {
  meta: ObjectMeta
  where: string
  sort: string
  count: number | undefined
  columns: readonly Field[]
  onClose: () => void
}

export function ExportDialog({ meta, where, sort, count, columns, onClose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [form, setForm] = useState<'xlsx' | 'csv'>('xlsx')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(columns.map((column) => column.name)),
  )
  const fields = meta.fields.filter((field) => !field.hidden && field.type !== 'lines')
  const toggle = (name: string) =>
    setChosen((old) => {
      const next = new Set(old)
      if (!next.delete(name)) next.add(name)
      return next
    })
  const order = [
    ...columns.map((column) => column.name).filter((name) => chosen.has(name)),
    ...fields
      .map((field) => field.name)
      .filter((name) => chosen.has(name) && !columns.some((column) => column.name === name)),
  ]
  const all = (names: readonly string[]) => setChosen(new Set(names))
  return (
    <Dialog
      open
      kind="wide"
      title={
        count === undefined
          ? t('web.export.title', { object: labelText(meta.label, format.language) })
          : t('web.export.of', {
              object: labelText(meta.label, format.language),
              count: format.number(count),
            })
      }
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <a
            className="btn btn-primary"
            aria-disabled={order.length === 0}
            href={api.exportUrl(meta.object, form, { where, sort, fields: order })}
            download
            onClick={onClose}
          >
            {t('web.export')}
          </a>
        </>
      }
    >
      <div className="stack">
        <div className="row">
          <span className="grow">{t('web.export.form')}</span>
          <Segments
            label={t('web.export.form')}
            value={form}
            items={[
              { key: 'xlsx', label: 'Excel (XLSX)' },
              { key: 'csv', label: 'CSV (UTF-8)' },
            ]}
            onChange={(key) => setForm(key as 'xlsx')}
          />
        </div>
        <div className="row">
          <span className="grow">{t('web.export.columns', { count: order.length })}</span>
          <Button kind="link" onClick={() => all(columns.map((column) => column.name))}>
            {t('web.export.as_list')}
          </Button>
          <Button kind="link" onClick={() => all(fields.map((field) => field.name))}>
            {t('web.export.all')}
          </Button>
        </div>
        <div className="export-fields" role="group" aria-label={t('web.export.form')}>
          {fields.map((field) => (
            <label key={field.name}>
              <input
                type="checkbox"
                checked={chosen.has(field.name)}
                onChange={() => toggle(field.name)}
              />
              {labelText(field.label, format.language)}
            </label>
          ))}
        </div>
        <p className="muted">{t('web.export.note')}</p>
      </div>
    </Dialog>
  )
}
