// "As it was on that day": says so all the time, and leads back to now.
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button'
import { DatePicker } from '../ui/date_picker'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'

interface Props {
  day: string // a day, or an instant out of the history
  onDay: (day: string | undefined) => void
}

export function PastBar({ day, onDay }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = day.length > 10 ? format.dateTime(day) : format.date(day)
  return (
    <div className="past-bar" role="status">
      <Icon name="history" size={15} />
      <strong>{t('web.past.title', { day: shown })}</strong>
      <span className="grow" />
      <div className="past-day">
        <DatePicker
          label={t('web.past.day')}
          value={day.length > 10 ? format.dayOf(day) : day}
          onChange={(next) => onDay(next ?? undefined)}
        />
      </div>
      <Button onClick={() => onDay(undefined)}>{t('web.past.leave')}</Button>
    </div>
  )
}
