// Colleagues by a pasted list: each gets a role and a first password, shown once.
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { ApiError } from '../../api/client'
import { sessionQuery, touch, useList } from '../../api/queries'
import type { RecordRow } from '../../api/types'
import { setPassword } from '../../api/work'
import { asText } from '../../fields/kit'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'
import { toast } from '../../ui/toast'
import { Choose } from '../../ui/labelled'
import { firstPassword, readPeople, type Newcomer } from './people_list'
import type { StepProps } from './parts'

interface Hired extends Newcomer {
  password: string
  refused: string
}

async function hire(person: Newcomer): Promise<Hired> {
  const password = firstPassword()
  try {
    const made = await api.create('user', {
      name: person.name,
      login: person.login,
      ...(person.mobile ? { mobile: person.mobile } : {}),
    })
    await api.verb('user', made.id, 'assign_roles', { roles: person.role }, made.version)
    await setPassword(made.id, password)
    return { ...person, password, refused: '' }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const why = [error.message, ...error.issues.map((issue) => issue.message)].join(' ')
    return { ...person, password: '', refused: why }
  }
}

export function PeopleStep({ onNext }: StepProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const roles =
    useList('role', { sort: 'name', limit: 100, fields: ['name', 'code'] }).data?.records ?? []
  const [text, setText] = useState('')
  const [role, setRole] = useState('sales_rep')
  const [busy, setBusy] = useState(false)
  const [hired, setHired] = useState<readonly Hired[]>([])
  const id = useId()
  const people = readPeople(text, roles, role)
  const sound = people.filter((one) => one.problem === null)
  const add = async () => {
    setBusy(true)
    const done: Hired[] = []
    try {
      for (const person of sound) done.push(await hire(person))
      setHired((old) => [...old, ...done.filter((one) => one.refused === '')])
      const left = done.filter((one) => one.refused !== '')
      setText(left.map((one) => [one.name, one.login, one.mobile].filter(Boolean).join('\t')).join('\n'))
      for (const one of left) toast(`${one.name}: ${one.refused}`, { kind: 'bad' })
      touch(client, 'user')
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={t('web.setup.people')} sub={t('web.setup.people_sub')}>
      <div className="stack">
        <div className="field">
          <label className="field-label" htmlFor={id}>
            {t('web.setup.people_paste')}
          </label>
          <textarea
            id={id}
            className="input setup-paste"
            rows={6}
            placeholder={t('web.setup.people_example')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Choose label={t('web.setup.people_role')} value={role} onChange={setRole}>
          {roles.map((one: RecordRow) => (
            <option key={one.id} value={asText(one.code)}>
              {asText(one.name)}
            </option>
          ))}
        </Choose>
        {people.some((one) => one.problem) ? (
          <ul className="field-error">
            {people
              .filter((one) => one.problem)
              .map((one, index) => (
                <li key={index}>
                  {one.name || one.login}: {t(`web.setup.problem_${one.problem}`)}
                </li>
              ))}
          </ul>
        ) : null}
        {hired.length > 0 ? <Passwords hired={hired} /> : null}
        <div className="row">
          <Button
            kind={sound.length > 0 ? 'primary' : 'normal'}
            busy={busy}
            disabled={sound.length === 0}
            onClick={() => void add()}
          >
            {t('web.setup.people_add', { count: sound.length })}
          </Button>
          <Button kind={sound.length > 0 ? 'normal' : 'primary'} onClick={onNext}>
            {t('web.setup.next')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

function Passwords({ hired }: { hired: readonly Hired[] }) {
  const { t } = useTranslation()
  const lines = hired.map((one) => `${one.name}\t${one.login}\t${one.password}`).join('\n')
  return (
    <section className="setup-passwords" role="status">
      <p>{t('web.setup.passwords')}</p>
      <pre tabIndex={0} aria-label={t('web.setup.passwords')}>
        {lines}
      </pre>
      <Button
        small
        icon="copy"
        onClick={() =>
          void navigator.clipboard?.writeText(lines).then(() => toast(t('web.copied')))
        }
      >
        {t('web.setup.copy')}
      </Button>
    </section>
  )
}
