import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { labelText, useSchema } from '../api/schema'
import { CreateMenu } from '../record/create_menu'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'

function Slot({
  to,
  icon,
  label,
  exact = false,
}: {
  to: string
  icon: string
  label: string
  exact?: boolean
}) {
  return (
    <Link
      to={to}
      className="phone-slot"
      activeProps={{ 'aria-current': 'page' }}
      activeOptions={{ exact, includeSearch: false }}
    >
      <Icon name={icon} size={20} />
      <span>{label}</span>
    </Link>
  )
}

export function PhoneBar() {
  const { t } = useTranslation()
  const schema = useSchema()
  const { language } = useFormat()
  const label = (object: string) => labelText(schema?.find(object)?.label, language)
  return (
    <nav className="phone-bar" aria-label={t('web.nav.main')}>
      <Slot to="/" icon="house" label={t('web.nav.home')} exact />
      <Slot to="/o/account" icon="users" label={label('account')} />
      <CreateMenu collapsed phone />
      <Slot to="/o/opportunity" icon="target" label={label('opportunity')} />
      <Slot to="/me" icon="circle-user" label={t('web.nav.me')} />
    </nav>
  )
}
