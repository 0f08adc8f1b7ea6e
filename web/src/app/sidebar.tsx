import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/queries'
import { labelText, useSchema } from '../api/schema'
import { useViews } from '../api/views'
import { CreateMenu } from '../record/create_menu'
import { useExtensions } from '../record/extend'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { Logo } from './logo'
import { menuOf, type MenuItem } from './menu'

const viewsMax = 8

function Entry({ item, collapsed }: { item: MenuItem; collapsed: boolean }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const text = typeof item.label === 'string' ? t(item.label) : labelText(item.label, language)
  return (
    <li>
      <Link
        to={item.to}
        className="side-item"
        activeProps={{ 'aria-current': 'page' }}
        title={collapsed ? text : undefined}
        activeOptions={{ includeSearch: false }}
      >
        <Icon name={item.icon} />
        <span className={collapsed ? 'sr-only' : 'ellipsis'}>{text}</span>
      </Link>
    </li>
  )
}

function More({ items }: { items: MenuItem[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <li>
        <button
          type="button"
          className="side-item"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'chevron-up' : 'ellipsis'} />
          <span className="ellipsis">{open ? t('web.less') : t('web.more')}</span>
        </button>
      </li>
      {open ? items.map((item) => <Entry key={item.key} item={item} collapsed={false} />) : null}
    </>
  )
}

// Saved views stand where a person finds them every morning.
function Views() {
  const { t } = useTranslation()
  const views = useViews()?.views ?? []
  if (views.length === 0) return null
  return (
    <div className="side-group side-views">
      <h2 className="side-title">{t('web.nav.views')}</h2>
      <ul>
        {views.slice(0, viewsMax).map((view) => (
          <li key={view.id}>
            <Link
              to="/o/$object"
              params={{ object: view.object }}
              search={{ view: view.id }}
              className="side-item"
              activeProps={{ 'aria-current': 'page' }}
              activeOptions={{ includeSearch: true }}
            >
              <Icon name="star" />
              <span className="ellipsis">{view.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

export function Sidebar({ collapsed }: { collapsed: boolean }) {
  const { t } = useTranslation()
  const user = useSession()?.user
  const company = user?.company
  const administrator = user?.administrator === true
  const schema = useSchema()
  const { pages } = useExtensions()
  const sections = useMemo(
    () => menuOf(schema?.objects ?? [], pages, administrator),
    [schema, pages, administrator],
  )
  return (
    <aside className="side" data-collapsed={collapsed} aria-label={t('web.nav.main')}>
      <Link to="/" className="side-company">
        <Logo size={30} />
        <span className={collapsed ? 'sr-only' : 'grow'}>
          <strong className="ellipsis">{company?.name}</strong>
          <small className="ellipsis">
            {t('web.company.people', { count: company?.users ?? 0 })}
            {company?.demo ? ` · ${t('web.company.demo')}` : ''}
          </small>
        </span>
      </Link>
      <CreateMenu collapsed={collapsed} />
      <nav className="side-nav" tabIndex={0} aria-label={t('web.nav.main')}>
        {sections.map((section) => (
          <div key={section.group} className={`side-group side-${section.group}`}>
            {section.group === 'top' || section.group === 'bottom' || collapsed ? null : (
              <h2 className="side-title">{t(`web.group.${section.group}`)}</h2>
            )}
            <ul>
              {section.items.map((item) => (
                <Entry key={item.key} item={item} collapsed={collapsed} />
              ))}
              {section.more.length > 0 && !collapsed ? <More items={section.more} /> : null}
            </ul>
          </div>
        ))}
        {collapsed ? null : <Views />}
      </nav>
    </aside>
  )
}
