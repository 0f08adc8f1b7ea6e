// The bell: how many are unread, and the newest of them.
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNoticeActs, useNotices } from '../api/discuss'
import { NoticeList } from '../record/notice_list'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Popover } from '../ui/popover'

const shownMax = 20

export function Bell() {
  const { t } = useTranslation()
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const { data } = useNotices()
  const acts = useNoticeActs()
  const unread = data?.unread ?? 0
  const close = () => setOpen(false)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="btn btn-ghost btn-icon bell"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={
          unread > 0
            ? `${t('web.notices')} ${t('web.notices.unread', { count: unread })}`
            : t('web.notices')
        }
        onClick={() => setOpen(!open)}
      >
        <Icon name="bell" size={17} />
        {unread > 0 ? <i aria-hidden="true">{unread > 99 ? '99+' : unread}</i> : null}
      </button>
      <Popover
        anchor={anchor}
        open={open}
        onClose={close}
        align="end"
        role="dialog"
        label={t('web.notices')}
        className="bell-pop"
      >
        <div className="bell-head">
          <h2>{t('web.notices')}</h2>
          {unread > 0 ? (
            <Button kind="link" onClick={() => acts.seen([])}>
              {t('web.notices.all_read')}
            </Button>
          ) : null}
        </div>
        {data && data.notices.length > 0 ? (
          <NoticeList notices={data.notices.slice(0, shownMax)} onOpen={close} />
        ) : (
          <p className="muted bell-none">{t('web.notices.none')}</p>
        )}
        <div className="bell-foot">
          <Link to="/notices" onClick={close}>
            {t('web.notices.all')}
          </Link>
        </div>
      </Popover>
    </>
  )
}
