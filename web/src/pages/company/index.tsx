// The company's settings: what stands on papers, how money and days are counted.
import { useTranslation } from 'react-i18next'
import { useCompany, type Company } from '../../api/company'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'
import { ErrorState, SkeletonLines } from '../../ui/states'
import { DemoCard } from '../../record/demo_card'
import { changesOf, toDraft, zonesOf } from '../../record/company_draft'
import { Choose, Line } from '../../ui/labelled'
import { Banks, Logo } from './parts'
import { Problem } from '../../record/act_dialog'
import { useCompanyDraft } from '../../record/use_company_draft'
import './company.css'

const months = Array.from({ length: 12 }, (_, index) => index + 1)
const closingDays = Array.from({ length: 29 }, (_, index) => index)

export default function CompanyPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useCompany()
  return (
    <div className="page stack company">
      <h1>{t('web.company')}</h1>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonLines lines={8} /> : null}
      {data ? <Settings company={data} /> : null}
      <DemoCard />
    </div>
  )
}

function Settings({ company }: { company: Company }) {
  const { t } = useTranslation()
  const { draft, set, save, busy, problem, at } = useCompanyDraft(company)
  const fixed = !company.can.update
  const changed = Object.keys(changesOf(company, draft)).length > 0
  const line = (
    name: 'name' | 'short_name' | 'address' | 'phone' | 'tax_number' | 'base_currency',
    note?: string,
  ) => (
    <Line
      label={t(`web.company.${name}`)}
      value={draft[name]}
      issue={at(name)}
      disabled={fixed}
      required={name === 'name'}
      onChange={(value) => set({ [name]: value })}
      {...(note ? { note } : {})}
    />
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {fixed ? <p className="muted">{t('web.company.read_only')}</p> : null}
      <Card title={t('web.company.letterhead')} sub={t('web.company.letterhead_sub')}>
        <div className="company-two">
          {line('name')}
          {line('short_name')}
          {line('tax_number')}
          {line('phone')}
        </div>
        {line('address')}
        <Logo
          logo={draft.logo}
          saved={company.logo}
          issue={at('logo')}
          disabled={fixed}
          onChange={(logo) => set({ logo })}
        />
      </Card>
      <Card title={t('web.company.banks')} sub={t('web.company.banks_sub')}>
        <Banks
          banks={draft.banks}
          currency={draft.base_currency}
          issueAt={at}
          disabled={fixed}
          onChange={(banks) => set({ banks })}
        />
      </Card>
      <Card title={t('web.company.counting')}>
        <div className="company-two">
          {line('base_currency', t('web.company.base_currency_note'))}
          <Choose
            label={t('web.company.zone')}
            value={draft.zone}
            issue={at('zone')}
            note={t('web.company.zone_note')}
            disabled={fixed}
            onChange={(zone) => set({ zone })}
          >
            {zonesOf(draft.zone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Choose>
          <Choose
            label={t('web.company.fiscal_year_start')}
            value={String(draft.fiscal_year_start)}
            issue={at('fiscal_year_start')}
            disabled={fixed}
            onChange={(month) => set({ fiscal_year_start: Number(month) })}
          >
            {months.map((month) => (
              <option key={month} value={month}>
                {t('web.company.month', { month })}
              </option>
            ))}
          </Choose>
          <Choose
            label={t('web.company.closing_day')}
            value={String(draft.closing_day)}
            issue={at('closing_day')}
            note={t('web.company.closing_day_note')}
            disabled={fixed}
            onChange={(day) => set({ closing_day: Number(day) })}
          >
            {closingDays.map((day) => (
              <option key={day} value={day}>
                {day === 0 ? t('web.company.last_day') : t('web.company.day', { day })}
              </option>
            ))}
          </Choose>
        </div>
      </Card>
      <Problem text={problem} />
      {fixed ? null : (
        <div className="row">
          <Button kind="primary" type="submit" busy={busy} disabled={!changed}>
            {t('web.save')}
          </Button>
          {changed ? (
            <Button kind="ghost" onClick={() => set(toDraft(company))}>
              {t('web.company.discard')}
            </Button>
          ) : null}
        </div>
      )}
    </form>
  )
}
