// Everything a person should know, and what today asks of him.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNoticeActs, useNotices } from '../../api/discuss'
import { useWorkbench } from '../../api/work'
import { NoticeList } from '../../record/notice_list'
import { TodayPanel } from '../../record/today_list'
import { Card, Segments } from '../../ui/bits'
import { Button } from '../../ui/button'
import { EmptyState, ErrorState, SkeletonLines } from '../../ui/states'

export default function NoticesPage() {
  const { t } = useTranslation()
  const [shown, setShown] = useState('all')
  const { data, error, refetch } = useNotices()
  const acts = useNoticeActs()
  const today = useWorkbench('month').data?.today
  const list = data?.notices.filter((one) => shown === 'all' || !one.read)
  return (
    <div className="page stack notices-page">
      <div className="row">
        <h1 className="grow">{t('web.notices')}</h1>
        <Segments
          label={t('web.notices')}
          value={shown}
          items={[
            { key: 'all', label: t('web.notices.all') },
            { key: 'unread', label: t('web.notices.unread', { count: data?.unread ?? 0 }) },
          ]}
          onChange={setShown}
        />
        <Button disabled={!data?.unread} onClick={() => acts.seen([])}>
          {t('web.notices.all_read')}
        </Button>
      </div>
      <div className="notices-both">
        <Card>
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
          {!data && !error ? <SkeletonLines lines={6} /> : null}
          {list && list.length > 0 ? <NoticeList notices={list} /> : null}
          {list?.length === 0 ? <EmptyState icon="bell" title={t('web.notices.none')} /> : null}
        </Card>
        {today ? <TodayPanel items={today} /> : null}
      </div>
    </div>
  )
}
