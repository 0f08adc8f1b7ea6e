// Inputs of the company's settings: bank accounts, the logo.
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { ApiError } from '../../api/client'
import { logoUrl, type Bank } from '../../api/company'
import { Button, IconButton } from '../../ui/button'
import { Line, Note } from '../../ui/labelled'

interface BanksProps {
  banks: readonly Bank[]
  currency: string
  onChange: (banks: Bank[]) => void
  issueAt: (field: string) => string | undefined
  disabled: boolean
}

export function Banks({ banks, currency, onChange, issueAt, disabled }: BanksProps) {
  const { t } = useTranslation()
  const set = (index: number, part: Partial<Bank>) =>
    onChange(banks.map((bank, at) => (at === index ? { ...bank, ...part } : bank)))
  return (
    <div className="stack">
      {banks.length === 0 ? <p className="muted">{t('web.company.no_banks')}</p> : null}
      {banks.map((bank, index) => (
        <fieldset key={index} className="company-bank" disabled={disabled}>
          <legend className="sr-only">{t('web.company.bank_of', { number: index + 1 })}</legend>
          {(['bank', 'holder', 'account', 'currency'] as const).map((name) => (
            <Line
              key={name}
              label={t(`web.company.bank.${name}`)}
              value={bank[name]}
              required={name === 'bank' || name === 'account'}
              issue={issueAt(`banks[${index}].${name}`)}
              onChange={(value) => set(index, { [name]: value })}
            />
          ))}
          {disabled ? null : (
            <IconButton
              label={t('web.company.remove_bank', { name: bank.bank })}
              icon="trash"
              onClick={() => onChange(banks.filter((_, at) => at !== index))}
            />
          )}
        </fieldset>
      ))}
      {disabled ? null : (
        <div>
          <Button
            icon="plus"
            onClick={() => onChange([...banks, { bank: '', holder: '', account: '', currency }])}
          >
            {t('web.company.add_bank')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface LogoProps {
  logo: string | null
  saved: string | null // what the server has now; only that can be shown
  onChange: (logo: string | null) => void
  issue: string | undefined
  disabled: boolean
}

export function Logo({ logo, saved, onChange, issue, disabled }: LogoProps) {
  const { t } = useTranslation()
  const id = useId()
  const [shown, setShown] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const take = async (file: File | undefined) => {
    if (!file) return
    setProblem('')
    try {
      const stored = await api.upload(file)
      setShown(URL.createObjectURL(file))
      onChange(stored.id)
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t('web.state.failed'))
    }
  }
  const source = logo === null ? null : logo === saved ? logoUrl(logo) : shown
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('web.company.logo')}
      </label>
      <div className="row company-logo">
        {source ? <img src={source} alt={t('web.company.logo')} /> : null}
        <input
          id={id}
          type="file"
          accept="image/png"
          disabled={disabled}
          aria-describedby={`${id}-note`}
          onChange={(event) => void take(event.target.files?.[0])}
        />
        {logo && !disabled ? (
          <Button small kind="ghost" onClick={() => onChange(null)}>
            {t('web.company.no_logo')}
          </Button>
        ) : null}
      </div>
      <Note id={`${id}-note`} issue={issue || problem || undefined} note={t('web.company.logo_note')} />
    </div>
  )
}
