import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText, useSchema } from '../api/schema'
import { Kbd } from '../ui/bits'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { MenuButton } from '../ui/menu'
import { openForm } from './stores'

const first = [
  'account',
  'contact',
  'lead',
  'opportunity',
  'activity',
  'task',
  'quote',
  'contract',
  'receipt',
]

export function useCreatable(): { object: string; label: string; icon: string }[] {
  const schema = useSchema()
  const { language } = useFormat()
  return useMemo(
    () =>
      first.flatMap((name) => {
        const meta = schema?.find(name)
        return meta?.can.create
          ? [{ object: name, label: labelText(meta.label, language), icon: meta.icon ?? 'box' }]
          : []
      }),
    [schema, language],
  )
}

export function CreateMenu({ collapsed, phone = false }: { collapsed: boolean; phone?: boolean }) {
  const { t } = useTranslation()
  const rows = useCreatable().map((entry) => ({
    key: entry.object,
    label: t('web.create.object', { object: entry.label }),
    icon: entry.icon,
    onSelect: () => openForm({ object: entry.object }),
  }))
  return (
    <div
      className={phone ? 'phone-create' : 'side-create'}
      ref={(element) => element?.querySelector('button')?.setAttribute('data-create-menu', '')}
    >
      <MenuButton
        rows={rows}
        label={t('web.create')}
        iconOnly={collapsed}
        className={phone ? 'phone-plus' : 'btn'}
      >
        <Icon name="plus" size={phone ? 24 : 16} />
        {collapsed ? null : (
          <>
            <span>{t('web.create')}</span>
            <span className="grow" />
            <span aria-hidden="true">
              <Kbd>C</Kbd>
            </span>
          </>
        )}
      </MenuButton>
    </div>
  )
}
