// The first administrator of an empty company: company, people, pipeline, data, in minutes.
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { setupSteps, useSetup, type SetupStep } from '../../api/setup'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { CompanyStep } from './company_step'
import { DataStep } from './data_step'
import { PeopleStep } from './people_step'
import { PipelineStep } from './pipeline_step'
import './setup.css'

const parts = {
  company: CompanyStep,
  people: PeopleStep,
  pipeline: PipelineStep,
  data: DataStep,
} as const

export default function SetupPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { setup, keep } = useSetup()
  const at = setupSteps.indexOf(setup.step)
  const Part = parts[setup.step]
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => body.current?.focus(), [setup.step]) // the next Tab goes into the step
  const go = (step: SetupStep) => keep({ step, state: 'new' })
  const next = () => {
    const following = setupSteps[at + 1]
    if (following) return go(following)
    keep({ state: 'done' })
    void navigate({ to: '/workbench' })
  }
  const leave = () => {
    keep({ state: 'left' })
    void navigate({ to: '/workbench' })
  }
  return (
    <div className="page stack setup">
      <header className="row">
        <div className="grow">
          <h1>{t('web.setup.title')}</h1>
          <p className="muted">{t('web.setup.sub')}</p>
        </div>
        <Button kind="ghost" onClick={leave}>
          {t('web.setup.later')}
        </Button>
      </header>
      <ol className="setup-steps">
        {setupSteps.map((step, index) => (
          <li key={step}>
            <button
              type="button"
              aria-current={step === setup.step ? 'step' : undefined}
              onClick={() => go(step)}
            >
              <span className="setup-number">
                {index < at ? <Icon name="check" size={14} /> : index + 1}
              </span>
              {t(`web.setup.${step}`)}
            </button>
          </li>
        ))}
      </ol>
      <div ref={body} tabIndex={-1} className="setup-body">
        <Part onNext={next} />
      </div>
    </div>
  )
}
