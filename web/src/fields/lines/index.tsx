import { useTranslation } from 'react-i18next'
import type { CellProps, FieldUi } from '../kit'
import { Blank } from '../parts/text'
import { LinesInput } from './editor'
import { LinesView } from './view'

function Cell({ value }: CellProps) {
  const { t } = useTranslation()
  return Array.isArray(value) && value.length > 0 ? (
    <span>{t('web.lines.count', { count: value.length })}</span>
  ) : (
    <Blank />
  )
}

export const lines: FieldUi = {
  Cell,
  View: LinesView,
  Input: LinesInput,
  Filter: null,
  width: 84,
  plain: (value) => (Array.isArray(value) ? String(value.length) : ''),
}
