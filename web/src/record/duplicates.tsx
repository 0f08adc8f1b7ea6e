// "It exists already, and it is hers": asked while a person types a name or a phone.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import type { ObjectMeta } from '../api/types'
import { isBlank } from '../fields/kit'
import { Icon } from '../ui/icon'

const pauseMs = 400

export function Duplicates({ meta, values }: { meta: ObjectMeta; values: Fields }) {
  const { t } = useTranslation()
  const names = useMemo(
    () => meta.fields.filter((field) => field.duplicate_key).map((field) => field.name),
    [meta],
  )
  const text = JSON.stringify(
    names.filter((name) => !isBlank(values[name])).map((name) => [name, values[name]]),
  )
  const [asked, setAsked] = useState('[]')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const { data } = useQuery({
    queryKey: ['duplicates', meta.object, asked],
    queryFn: ({ signal }) =>
      api.duplicates(
        meta.object,
        Object.fromEntries(JSON.parse(asked) as [string, unknown][]),
        signal,
      ),
    enabled: asked !== '[]',
  })
  const found = asked === '[]' ? [] : (data?.duplicates ?? [])
  if (found.length === 0) return null
  return (
    <div className="duplicates" role="status">
      <Icon name="alert-triangle" size={15} />
      <div>
        <strong>{t('web.duplicates.title')}</strong>
        <ul>
          {found.map((one, index) => (
            <li key={one.id ?? index}>
              {one.id ? (
                <Link
                  to="/o/$object/$id"
                  params={{ object: meta.object, id: one.id }}
                  target="_blank"
                >
                  {one.title}
                </Link>
              ) : (
                (one.title ?? t('web.duplicates.hidden'))
              )}
              <span className="muted"> {t('web.duplicates.owner', { name: one.owner })}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
