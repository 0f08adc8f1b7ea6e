// On a record's page: others that may be the same, each a click away from being merged.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { isBlank } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { usableVerbs } from '../../record/record_head'
import { VerbDialog } from '../../record/verb_dialog'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'

export default function MergeHint({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<string | null>(null)
  const keys = meta.fields.filter((field) => field.duplicate_key && field.right !== 'masked')
  const values = Object.fromEntries(
    keys.map((field) => [field.name, record[field.name]]).filter(([, value]) => !isBlank(value)),
  ) as Record<string, unknown>
  const { data } = useQuery({
    queryKey: ['duplicates', meta.object, record.id, record.version],
    queryFn: ({ signal }) => api.duplicates(meta.object, values, signal),
    enabled: meta.can.create && Object.keys(values).length > 0 && record.can?.update === true,
  })
  const found = (data?.duplicates ?? []).filter((one) => one.id !== record.id)
  const verb = usableVerbs(meta, record).find((one) => one.name === 'merge')
  if (found.length === 0) return null
  return (
    <Card title={t('web.duplicates.title')} icon="alert-triangle">
      <ul className="stack">
        {found.map((one, index) => (
          <li key={one.id ?? index} className="row">
            <span className="grow ellipsis">
              {one.id ? (
                <Link to="/o/$object/$id" params={{ object: meta.object, id: one.id }}>
                  {one.title}
                </Link>
              ) : (
                t('web.duplicates.hidden')
              )}
              <span className="muted"> {t('web.duplicates.owner', { name: one.owner })}</span>
            </span>
            {verb && one.id ? (
              <Button
                small
                aria-label={t('web.merge.with', { name: one.title ?? '' })}
                onClick={() => setAsked(one.id)}
              >
                {t('web.merge.open')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked && verb ? (
        <VerbDialog
          meta={meta}
          record={record}
          verb={verb}
          start={{ other: asked }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Card>
  )
}
