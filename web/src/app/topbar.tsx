import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { useSession } from '../api/queries'
import { useStores } from '../record/stores'
import { Avatar, Kbd } from '../ui/bits'
import { IconButton } from '../ui/button'
import { Icon } from '../ui/icon'
import { MenuButton, type MenuRow } from '../ui/menu'
import { usePrefs, type Prefs } from '../ui/prefs'
import { Bell } from './bell'

// Shows at once, is kept by the server for the person's other browsers.
function change(changes: Partial<Prefs>): void {
  usePrefs.getState().set(changes)
  void api.saveSettings({ ...changes }).catch(() => undefined)
}

function UserMenu() {
  const { t } = useTranslation()
  const user = useSession()?.user
  const prefs = usePrefs()
  const client = useQueryClient()
  const navigate = useNavigate()
  if (!user) return null
  const choice = (
    key: string,
    label: string,
    checked: boolean,
    changes: Partial<Prefs>,
  ): MenuRow => ({ key, label, checked, onSelect: () => change(changes) })
  const rows: MenuRow[] = [
    {
      key: 'me',
      label: t('web.me.title'),
      icon: 'circle-user',
      onSelect: () => void navigate({ to: '/me' }),
    },
    {
      key: 'keys',
      label: t('web.keys.title'),
      icon: 'keyboard',
      hint: '?',
      onSelect: () => useStores.getState().setHelp(true),
    },
    { key: 'l1', line: true },
    { key: 'theme', title: t('web.theme') },
    choice('light', t('web.theme.light'), prefs.theme === 'light', { theme: 'light' }),
    choice('dark', t('web.theme.dark'), prefs.theme === 'dark', { theme: 'dark' }),
    choice('auto', t('web.theme.auto'), prefs.theme === 'auto', { theme: 'auto' }),
    { key: 'density', title: t('web.density') },
    choice('compact', t('web.density.compact'), prefs.density === 'compact', {
      density: 'compact',
    }),
    choice('normal', t('web.density.normal'), prefs.density === 'normal', { density: 'normal' }),
    choice('loose', t('web.density.loose'), prefs.density === 'loose', { density: 'loose' }),
    { key: 'language', title: t('web.language') },
    choice('zh', '中文', prefs.language === 'zh-CN', { language: 'zh-CN' }),
    choice('en', 'English', prefs.language === 'en', { language: 'en' }),
    { key: 'l2', line: true },
    {
      key: 'out',
      label: t('web.logout'),
      icon: 'log-out',
      onSelect: () => {
        void api
          .logout()
          .catch(() => undefined)
          .then(() => {
            client.clear()
            return navigate({ to: '/login' })
          })
      },
    },
  ]
  return (
    <MenuButton rows={rows} align="end" className="top-user" label={user.name}>
      <Avatar name={user.name} size={26} />
      <span className="top-name">{user.name}</span>
      <Icon name="chevron-down" size={14} />
    </MenuButton>
  )
}

export function Topbar() {
  const { t } = useTranslation()
  const collapsed = usePrefs((prefs) => prefs.collapsed)
  const setPalette = useStores((stores) => stores.setPalette)
  return (
    <header className="top">
      <IconButton
        className="top-toggle"
        icon="panel-left"
        label={collapsed ? t('web.nav.expand') : t('web.nav.collapse')}
        onClick={() => change({ collapsed: !collapsed })}
      />
      <button type="button" className="top-search" onClick={() => setPalette(true)}>
        <Icon name="search" size={15} />
        <span className="ellipsis">{t('web.search.placeholder')}</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <div className="top-end">
        <IconButton
          className="top-help"
          icon="circle-help"
          label={t('web.keys.title')}
          onClick={() => useStores.getState().setHelp(true)}
        />
        <Bell />
        <UserMenu />
      </div>
    </header>
  )
}
