// What the company begins with: old customers from a file, or the first deal typed now.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'
import { DemoCard } from '../../record/demo_card'
import { openForm } from '../../record/stores'
import { Card } from '../../ui/bits'
import { Button, buttonClass } from '../../ui/button'
import type { StepProps } from './parts'

export function DataStep({ onNext }: StepProps) {
  const { t } = useTranslation()
  const [deal, setDeal] = useState<RecordRow | null>(null)
  return (
    <div className="stack">
      <div className="setup-ways">
        <Card title={t('web.setup.import')} icon="upload">
          <p className="muted">{t('web.setup.import_text')}</p>
          <Link to="/import" search={{ object: 'account' }} className={buttonClass('normal')}>
            {t('web.setup.import_open')}
          </Link>
        </Card>
        <Card title={t('web.setup.first_deal')} icon="target">
          <p className="muted">{t('web.setup.first_deal_text')}</p>
          {deal ? (
            <p role="status">
              {t('web.setup.deal_made')}{' '}
              <Link to="/o/$object/$id" params={{ object: 'opportunity', id: deal.id }}>
                {asText(deal.name)}
              </Link>
            </p>
          ) : (
            <Button onClick={() => openForm({ object: 'opportunity', onDone: setDeal })}>
              {t('web.setup.first_deal_open')}
            </Button>
          )}
        </Card>
        <DemoCard onLoaded={onNext} />
      </div>
      <div>
        <Button kind="primary" onClick={onNext}>
          {t('web.setup.finish')}
        </Button>
      </div>
    </div>
  )
}
