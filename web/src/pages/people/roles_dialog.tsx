// All roles a person is to have: chosen together, they replace those of before.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { useList } from '../../api/queries'
import { labelText } from '../../api/schema'
import type { RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'
import type { VerbDialogProps } from '../../record/extend'
import { useVerb } from '../../record/verb_dialog'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { SkeletonLines } from '../../ui/states'
import './people.css'

const rolesMax = 200

// Answers that know a person's roles give them as references or codes; others do not tell.
export function knownRoles(record: RecordRow, roles: readonly RecordRow[]): string[] {
  const list = Array.isArray(record.roles) ? (record.roles as unknown[]) : []
  return list.flatMap((one) => {
    if (typeof one === 'string') return [one]
    const entry = one as { id?: string; code?: string }
    return entry.code ?? asText(roles.find((role) => role.id === entry.id)?.code) ?? []
  })
}

export default function RolesDialog(props: VerbDialogProps) {
  const { t } = useTranslation()
  const { data } = useList('role', {
    sort: 'name',
    limit: rolesMax,
    fields: ['name', 'code', 'description'],
  })
  if (data) return <RolesForm {...props} roles={data.records} />
  return (
    <Dialog open title={t('web.people.roles')} onClose={props.onClose}>
      <SkeletonLines />
    </Dialog>
  )
}

function RolesForm({
  meta,
  record,
  verb,
  roles,
  onClose,
}: VerbDialogProps & { roles: readonly RecordRow[] }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const act = useVerb(meta, record)
  const [chosen, setChosen] = useState(() => new Set(knownRoles(record, roles)))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const toggle = (code: string) => {
    const next = new Set(chosen)
    if (!next.delete(code)) next.add(code)
    setChosen(next)
  }
  const submit = async () => {
    if (chosen.size === 0) return setProblem(t('web.people.no_role'))
    setBusy(true)
    setProblem('')
    try {
      await act(verb, { roles: [...chosen].join(',') })
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem([error.message, ...error.issues.map((issue) => issue.message)].join(' '))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      title={t('web.people.roles_of', { name: asText(record.name) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void submit()}>
            {labelText(verb.label, language)}
          </Button>
        </>
      }
    >
      <p className="muted">{t('web.people.replace_note')}</p>
      <div className="roles-choice" role="group" aria-label={t('web.people.roles')}>
        {roles.map((role) => {
          const code = asText(role.code)
          return (
            <label key={role.id}>
              <input type="checkbox" checked={chosen.has(code)} onChange={() => toggle(code)} />
              <span>
                <strong>{asText(role.name)}</strong>
                <small className="muted">{asText(role.description)}</small>
              </span>
            </label>
          )
        })}
      </div>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
    </Dialog>
  )
}
