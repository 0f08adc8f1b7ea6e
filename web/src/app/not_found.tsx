import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/states'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon="search"
      title={t('web.missing.title')}
      actions={
        <Link to="/" className="btn btn-primary">
          {t('web.missing.home')}
        </Link>
      }
    >
      {t('web.missing.text')}
    </EmptyState>
  )
}
