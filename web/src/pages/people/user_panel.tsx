// On a user's page: roles and password.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/queries'
import type { Verb } from '../../api/types'
import type { RecordPanelProps } from '../../record/extend'
import { usableVerbs } from '../../record/record_head'
import { VerbDialog } from '../../record/verb_dialog'
import { Card } from '../../ui/bits'
import { Button } from '../../ui/button'
import { PasswordDialog } from './password_dialog'

export default function UserPanel({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Verb | null>(null)
  const [password, setPassword] = useState(false)
  const isAdministrator = useSession()?.user.administrator ?? false
  const assign = usableVerbs(meta, record).find((verb) => verb.name === 'assign_roles')
  if (!assign && !isAdministrator) return null
  return (
    <Card title={t('web.people.access')} icon="key">
      <div className="row">
        {assign ? (
          <Button small icon="shield" onClick={() => setAsked(assign)}>
            {t('web.people.roles')}
          </Button>
        ) : null}
        {isAdministrator ? (
          <Button small icon="key" onClick={() => setPassword(true)}>
            {t('web.people.password')}
          </Button>
        ) : null}
      </div>
      {asked ? (
        <VerbDialog meta={meta} record={record} verb={asked} onClose={() => setAsked(null)} />
      ) : null}
      {password ? <PasswordDialog user={record} onClose={() => setPassword(false)} /> : null}
    </Card>
  )
}
