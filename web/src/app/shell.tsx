import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { FormHost } from '../record/form_host'
import { Palette } from '../record/palette'
import { useStores } from '../record/stores'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { usePhone } from '../ui/media'
import { usePrefs } from '../ui/prefs'
import { PanelBoundary } from '../ui/states'
import { useBuild } from './fresh'
import { PhoneBar } from './phone_bar'
import { useGlobalKeys } from './shortcuts'
import { Sidebar } from './sidebar'
import { Topbar } from './topbar'
import { useOffline } from './offline'
import { Outbox } from './outbox'

const KeyHelp = lazy(() => import('./key_help'))

function Notices() {
  const { t } = useTranslation()
  const isOld = useBuild((build) => build.isOld)
  const offline = useOffline()
  return (
    <>
      {offline ? (
        <div className="notice" role="status">
          <Icon name="info" size={14} />
          {t('web.state.offline')}
        </div>
      ) : null}
      <Outbox />
      {isOld ? (
        <div className="notice" role="status">
          <Icon name="sparkles" size={14} />
          {t('web.build.new')}
          <Button kind="link" onClick={() => location.reload()}>
            {t('web.build.reload')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

export function Shell() {
  const { t } = useTranslation()
  const phone = usePhone()
  const collapsed = usePrefs((prefs) => prefs.collapsed)
  const help = useStores((stores) => stores.help)
  const { pathname } = useLocation()
  useGlobalKeys()
  useEffect(() => {
    // a new page starts at its top and tells a screen reader so
    document.getElementById('main')?.scrollTo(0, 0)
  }, [pathname])
  return (
    <div className="shell" data-collapsed={collapsed}>
      <a className="skip" href="#main">
        {t('web.nav.skip')}
      </a>
      {phone ? null : <Sidebar collapsed={collapsed} />}
      <div className="shell-main">
        <Topbar />
        <Notices />
        <main id="main" className="shell-page" tabIndex={-1}>
          <PanelBoundary key={pathname}>
            <Outlet />
          </PanelBoundary>
        </main>
        {phone ? <PhoneBar /> : null}
      </div>
      <Palette />
      <FormHost />
      {help ? (
        <Suspense fallback={null}>
          <KeyHelp />
        </Suspense>
      ) : null}
    </div>
  )
}
