import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { FieldCell } from '../fields/field_view'
import { asText } from '../fields/kit'
import { Icon } from '../ui/icon'
import { cellClass } from './use_layout'

interface Props {
  meta: ObjectMeta
  record: RecordRow | undefined
  columns: readonly Field[]
  index: number
  top: number
  template: string
  selected: boolean
  activeCol: number // -1: the active cell is in another row
  pins: readonly (React.CSSProperties | undefined)[] // where columns stay in sight
  rangeFrom: number // columns of the chosen range in this row; -1: none
  rangeTo: number
  gridId: string
}

// Stable props and memo: scrolling draws new rows only.
export const GridRow = memo(function GridRow({
  meta,
  record,
  columns,
  index,
  top,
  template,
  selected,
  activeCol,
  pins,
  rangeFrom,
  rangeTo,
  gridId,
}: Props) {
  const { t } = useTranslation()
  const style = { transform: `translateY(${top}px)`, gridTemplateColumns: template }
  const title = record ? asText(record[meta.title_field]) || t('web.unnamed') : ''
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className="grid-row"
      style={style}
      data-row={index}
    >
      <div role="gridcell" className="grid-cell grid-check">
        {record ? (
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            readOnly
            aria-label={t('web.select.row', { name: title })}
            data-check={index}
          />
        ) : null}
      </div>
      {columns.map((column, col) => (
        <div
          key={column.name}
          role="gridcell"
          aria-colindex={col + 2}
          id={`${gridId}-${index}-${col}`}
          data-col={col}
          className={cellClass(column, col, pins[col])}
          style={pins[col]}
          data-range={(rangeFrom >= 0 && col >= rangeFrom && col <= rangeTo) || undefined}
          data-active={activeCol === col || undefined}
        >
          {record === undefined ? (
            <span className="skeleton grid-bone" />
          ) : col === 0 ? (
            <>
              <span className="ellipsis">{title}</span>
              <Link
                to="/o/$object/$id"
                params={{ object: meta.object, id: record.id }}
                tabIndex={-1}
                className="grid-open"
                aria-label={t('web.open.record', { name: title })}
              >
                <Icon name="chevron-right" size={14} />
              </Link>
            </>
          ) : (
            <FieldCell value={record[column.name]} field={column} record={record} />
          )}
        </div>
      ))}
    </div>
  )
})
