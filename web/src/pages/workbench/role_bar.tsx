// Arranging for a role: choosing it, and the bar that says for whom it is while it lasts.
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { MenuButton } from '../../ui/menu'
import { AddWidget } from './arrange'
import { useRoleChoices, type RoleChoice, type RoleDesk } from './role_desk'

export function ForRole({ onChoose }: { onChoose: (role: RoleChoice) => void }) {
  const { t } = useTranslation()
  const roles = useRoleChoices(true)
  return (
    <MenuButton
      label={t('web.widget.for_role')}
      className="btn"
      align="end"
      rows={roles.map((role) => ({
        key: role.id,
        label: role.name,
        icon: 'user',
        onSelect: () => onChoose(role),
      }))}
    >
      <Icon name="user" size={15} />
      {t('web.widget.for_role')}
    </MenuButton>
  )
}

export function RoleBar({ desk }: { desk: RoleDesk }) {
  const { t } = useTranslation()
  return (
    <div
      className="card card-body row bench-resume"
      role="region"
      aria-live="polite"
      aria-label={t('web.widget.for_role')}
    >
      <span className="grow">{t('web.widget.role_now', { role: desk.role?.name ?? '' })}</span>
      <AddWidget layout={desk.layout} onChange={desk.change} />
      <Button kind="ghost" onClick={desk.leave}>
        {t('web.cancel')}
      </Button>
      <Button disabled={!desk.ready} onClick={desk.reset}>
        {t('web.widget.role_reset')}
      </Button>
      <Button kind="primary" icon="check" disabled={!desk.ready} onClick={desk.save}>
        {t('web.widget.role_save', { role: desk.role?.name ?? '' })}
      </Button>
    </div>
  )
}
