import { useTranslation } from 'react-i18next'
import { useCompany, type Company } from '../../api/company'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'
import { ErrorState, SkeletonLines } from '../../ui/states'
import { Problem } from '../../record/act_dialog'
import { useCompanyDraft } from '../../record/use_company_draft'
import { Choose, Line } from '../../ui/labelled'
import type { StepProps } from './parts'

const months = Array.from({ length: 12 }, (_, index) => index + 1)

export function CompanyStep({ onNext }: StepProps) {
  const { data, error, refetch } = useCompany()
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return data ? <Form company={data} onNext={onNext} /> : <SkeletonLines lines={5} />
}

function Form({ company, onNext }: StepProps & { company: Company }) {
  const { t } = useTranslation()
  const { draft, set, save, busy, problem, at } = useCompanyDraft(company)
  return (
    <Card title={t('web.setup.company')} sub={t('web.setup.company_sub')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void save().then((saved) => saved && onNext())
        }}
      >
        <Line
          label={t('web.company.name')}
          value={draft.name}
          required
          autoComplete="organization"
          issue={at('name')}
          onChange={(name) => set({ name })}
        />
        <Line
          label={t('web.company.short_name')}
          value={draft.short_name}
          issue={at('short_name')}
          onChange={(short_name) => set({ short_name })}
        />
        <Choose
          label={t('web.company.fiscal_year_start')}
          value={String(draft.fiscal_year_start)}
          onChange={(month) => set({ fiscal_year_start: Number(month) })}
        >
          {months.map((month) => (
            <option key={month} value={month}>
              {t('web.company.month', { month })}
            </option>
          ))}
        </Choose>
        <p className="muted">{t('web.setup.company_more')}</p>
        <Problem text={problem} />
        <div>
          <Button kind="primary" type="submit" busy={busy} disabled={draft.name.trim() === ''}>
            {t('web.setup.next')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
