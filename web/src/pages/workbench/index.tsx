// The page a day begins with: figures against targets, funnel, trend, who leads, today, risks.
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/queries'
import { mayResume, useSetup } from '../../api/setup'
import { Segments } from '../../ui/bits'
import { Button, buttonClass } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { TodayPanel } from '../../record/today_list'
import { usePhone } from '../../ui/media'
import { ErrorState, Skeleton } from '../../ui/states'
import { useWorkbench, type Period, type WorkbenchAnswer } from '../../api/work'
import { AddWidget, Widgets } from './arrange'
import { FunnelPanel } from './funnel'
import { Kpis } from './kpis'
import { LeadersPanel } from './leaders'
import { lists, ListWidget } from './list_widget'
import { RisksPanel } from './risks'
import { ForRole, RoleBar } from './role_bar'
import { useRoleDesk } from './role_desk'
import type { WorkbenchSearch } from './search'
import { TrendPanel } from './trend'
import { useDesk } from './use_desk'
import './workbench.css'

const periods: readonly Period[] = ['week', 'month', 'quarter', 'year']

export default function Workbench() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const period = (useSearch({ strict: false }) as WorkbenchSearch).period ?? 'month'
  const { data, error, refetch } = useWorkbench(period)
  const phone = usePhone()
  const desk = useDesk()
  const ofRole = useRoleDesk()
  const administrator = useSession()?.user.administrator === true
  return (
    <div className="page bench">
      <header className="bench-head">
        <Greeting answer={data} />
        <Segments
          label={t('web.workbench.period')}
          value={period}
          items={periods.map((key) => ({ key, label: t(`web.period.${key}`) }))}
          onChange={(key) =>
            void navigate({ to: '/workbench', search: { period: key }, replace: true })
          }
        />
        {phone || ofRole.role ? null : (
          <>
            <Button icon="printer" onClick={() => print()}>
              {t('web.print')}
            </Button>
            {desk.editing ? <AddWidget layout={desk.layout} onChange={desk.change} /> : null}
            {desk.editing && administrator ? <ForRole onChoose={ofRole.begin} /> : null}
            {desk.editing ? <Button onClick={desk.reset}>{t('web.widget.reset')}</Button> : null}
            <Button
              icon={desk.editing ? 'check' : 'layout-dashboard'}
              kind={desk.editing ? 'primary' : 'normal'}
              onClick={desk.toggle}
            >
              {t(desk.editing ? 'web.widget.done' : 'web.widget.edit')}
            </Button>
          </>
        )}
      </header>
      <Resume />
      {ofRole.role ? <RoleBar desk={ofRole} /> : null}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting /> : null}
      {data ? (
        <Widgets
          layout={ofRole.role ? ofRole.layout : desk.layout}
          editing={ofRole.role !== null || desk.editing}
          onChange={ofRole.role ? ofRole.change : desk.change}
          show={(key) => <Shown name={key} answer={data} period={period} />}
        />
      ) : null}
    </div>
  )
}

// Everything a widget needs, by its name.
function Shown({
  name,
  answer,
  period,
}: {
  name: string
  answer: WorkbenchAnswer
  period: Period
}) {
  const list = lists[name]
  if (list) return <ListWidget name={name} source={list} />
  if (name === 'kpis') return <Kpis answer={answer} period={period} />
  if (name === 'funnel') return <FunnelPanel answer={answer} period={period} />
  if (name === 'trend') return <TrendPanel answer={answer} />
  if (name === 'leaders') return <LeadersPanel answer={answer} period={period} />
  if (name === 'today') return <TodayPanel items={answer.today} />
  return <RisksPanel risks={answer.risks} />
}

// The administrator left the first run in the middle: he may go on or be done with it.
function Resume() {
  const { t } = useTranslation()
  const user = useSession()?.user
  const { setup, keep } = useSetup()
  if (!mayResume(user)) return null
  return (
    <div className="card card-body row bench-resume">
      <span className="grow">{t('web.setup.resume', { step: t(`web.setup.${setup.step}`) })}</span>
      <Link to="/setup" className={buttonClass('normal')}>
        {t('web.setup.go_on')}
      </Link>
      <Button kind="ghost" onClick={() => keep({ state: 'done' })}>
        {t('web.setup.enough')}
      </Button>
    </div>
  )
}

function partOfDay(hour: number): string {
  if (hour < 5) return 'night'
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}

function Greeting({ answer }: { answer: WorkbenchAnswer | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const user = useSession()?.user
  const approvals = answer?.today.filter((item) => item.kind === 'approval').length ?? 0
  const others = (answer?.today.length ?? 0) - approvals
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: 'numeric',
    hourCycle: 'h23',
    timeZone: format.zone,
  })
  const name = format.language === 'zh-CN' ? givenName(user?.name ?? '') : (user?.name ?? '')
  return (
    <div className="grow">
      <h1>{t(`web.hello.${partOfDay(Number(clock.format(new Date())))}`, { name })}</h1>
      <p className="bench-sub">
        {format.heading(format.today)}
        {answer ? ` · ${t('web.workbench.waiting', { others, approvals })}` : ''}
      </p>
    </div>
  )
}

// 李文静 -> 文静; shorter names and those with a double surname stay whole.
function givenName(name: string): string {
  return [...name].length === 3 ? [...name].slice(1).join('') : name
}

function Waiting() {
  return (
    <>
      <div className="kpis">
        {[0, 1, 2, 3].map((index) => (
          <div key={index} className="card kpi">
            <Skeleton height={14} width={90} />
            <Skeleton height={30} width={150} />
            <Skeleton height={18} />
          </div>
        ))}
      </div>
      <div className="bench-two">
        <div className="card card-body">
          <Skeleton height={300} />
        </div>
        <div className="card card-body">
          <Skeleton height={300} />
        </div>
      </div>
    </>
  )
}
