// A lead becomes a customer: is this company there already? then new or existing account, and an
// opportunity when wanted. What the server finds twice is shown to choose from.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../../api/calls'
import { ApiError } from '../../api/client'
import { touch } from '../../api/queries'
import { labelText } from '../../api/schema'
import type { Duplicate } from '../../api/answers'
import type { VerbArgument } from '../../api/types'
import { uiOf } from '../../fields/all'
import { asText, isBlank } from '../../fields/kit'
import type { VerbDialogProps } from '../../record/extend'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { useFormat } from '../../ui/format'
import { toast } from '../../ui/toast'
import './lead.css'

interface Result {
  account?: string
  contact?: string
  opportunity?: string
}

function useDuplicates(name: string, phones: readonly string[]): Duplicate[] | undefined {
  const { data } = useQuery({
    queryKey: ['duplicates', 'account', name, ...phones],
    queryFn: ({ signal }) =>
      api.duplicates('account', { name, ...(phones[0] ? { phone: phones[0] } : {}) }, signal),
    enabled: name !== '',
    placeholderData: (old) => old,
  })
  return data?.duplicates
}

export default function ConvertDialog({ meta, record, verb, onClose }: VerbDialogProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [account, setAccount] = useState<string | null>(null) // null: a new one
  const [name, setName] = useState(asText(record.name))
  const [asked, setAsked] = useState(asText(record.name))
  const [values, setValues] = useState<Fields>({
    create_opportunity: true,
    amount: record.budget ?? null,
  })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const phones = [asText(record.phone), asText(record.mobile)].filter(Boolean)
  const found = useDuplicates(asked, phones)
  const hasDuplicates = (found?.length ?? 0) > 0
  const argument = (key: string) => verb.arguments?.find((one) => one.name === key)
  const submit = async () => {
    if (account === null && name.trim() === '') return
    setBusy(true)
    setProblem('')
    const typed = Object.fromEntries(Object.entries(values).filter(([, value]) => !isBlank(value)))
    const wantsOpportunity = values.create_opportunity === true
    const args: Fields = {
      ...(wantsOpportunity ? typed : { create_opportunity: false }),
      ...(account
        ? { account }
        : { account_name: name.trim(), ...(hasDuplicates ? { allow_duplicate: true } : {}) }),
    }
    try {
      const answer = await api.verb(meta.object, record.id, verb.name, args, record.version)
      const result = (answer.result ?? {}) as Result
      touch(client, meta.object, record.id)
      touch(client, 'account')
      touch(client, 'opportunity')
      toast(t('web.convert.done'))
      onClose()
      const target = result.opportunity ? 'opportunity' : 'account'
      const id = result.opportunity ?? result.account
      if (id) await navigate({ to: '/o/$object/$id', params: { object: target, id } })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem([error.message, ...error.issues.map((issue) => issue.message)].join(' '))
      setAsked(name.trim())
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      title={t('web.convert.title', { name: asText(record.name) })}
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
      <form
        className="stack convert"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <fieldset>
          <legend>{t('web.convert.account')}</legend>
          <label className="convert-choice">
            <input
              type="radio"
              name="account"
              checked={account === null}
              onChange={() => setAccount(null)}
            />
            <span className="grow">{t('web.convert.new_account')}</span>
          </label>
          {account === null ? (
            <input
              className="input"
              aria-label={t('web.convert.account_name')}
              value={name}
              onChange={(event) => setName(event.target.value)}
              onBlur={() => setAsked(name.trim())}
            />
          ) : null}
          <Found found={found} account={account} onChoose={setAccount} />
        </fieldset>
        <fieldset>
          <legend>{t('web.convert.opportunity')}</legend>
          <label className="convert-choice">
            <input
              type="checkbox"
              className="switch"
              checked={values.create_opportunity === true}
              onChange={(event) =>
                setValues({ ...values, create_opportunity: event.target.checked })
              }
            />
            <span>{t('web.convert.create_opportunity')}</span>
          </label>
          {values.create_opportunity === true
            ? ['opportunity_name', 'amount', 'expected_close'].map((key) => (
                <Argument
                  key={key}
                  argument={argument(key)}
                  value={values[key]}
                  onChange={(value) => setValues((old) => ({ ...old, [key]: value }))}
                />
              ))
            : null}
        </fieldset>
        <p className="muted">{t('web.convert.note')}</p>
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <button type="submit" hidden>
          {t('web.save')}
        </button>
      </form>
    </Dialog>
  )
}

interface FoundProps {
  found: Duplicate[] | undefined
  account: string | null
  onChoose: (id: string) => void
}

function Found({ found, account, onChoose }: FoundProps) {
  const { t } = useTranslation()
  if (!found || found.length === 0)
    return found ? (
      <p className="muted" role="status">
        {t('web.convert.no_duplicates')}
      </p>
    ) : null
  return (
    <div className="convert-found" role="status">
      <strong>{t('web.convert.duplicates')}</strong>
      {found.map((one, index) =>
        one.id ? (
          <label key={one.id} className="convert-choice">
            <input
              type="radio"
              name="account"
              checked={account === one.id}
              onChange={() => onChoose(one.id!)}
            />
            <span className="grow">{one.title}</span>
            <span className="muted">{t('web.duplicates.owner', { name: one.owner })}</span>
          </label>
        ) : (
          <p key={index} className="convert-choice">
            {t('web.duplicates.hidden')}
            <span className="muted">{t('web.duplicates.owner', { name: one.owner })}</span>
          </p>
        ),
      )}
    </div>
  )
}

interface ArgumentProps {
  argument: VerbArgument | undefined
  value: unknown
  onChange: (value: unknown) => void
}

function Argument({ argument, value, onChange }: ArgumentProps) {
  const { language } = useFormat()
  if (!argument) return null
  const Input = uiOf(argument).Input
  const label = labelText(argument.label, language)
  return Input ? (
    <label className="field">
      <span className="field-label">{label}</span>
      <Input value={value} onChange={onChange} field={argument} label={label} />
    </label>
  ) : null
}
