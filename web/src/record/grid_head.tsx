import { useTranslation } from 'react-i18next'
import { labelText } from '../api/schema'
import type { Field } from '../api/types'
import { alignOf } from '../fields/all'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'

interface Props {
  columns: readonly Field[]
  template: string
  sort: string
  onSort: (sort: string) => void
  allSelected: boolean
  onSelectAll: (all: boolean) => void
}

export const isSortable = (field: Field): boolean =>
  !['lines', 'attachment', 'address', 'multi_select', 'long_text'].includes(field.type)

function nextSort(sort: string, name: string): string {
  return sort === `-${name}` ? name : sort === name ? '' : `-${name}`
}

export function GridHead({ columns, template, sort, onSort, allSelected, onSelectAll }: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const [main = ''] = sort.split(',')
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="grid-row grid-head"
      style={{ gridTemplateColumns: template }}
    >
      <div role="columnheader" className="grid-cell grid-check">
        <input
          type="checkbox"
          checked={allSelected}
          aria-label={t('web.select.all_rows')}
          onChange={(event) => onSelectAll(event.target.checked)}
        />
      </div>
      {columns.map((column, index) => {
        const down = main === `-${column.name}`
        const sorted = down || main === column.name
        const text = labelText(column.label, language)
        return (
          <div
            key={column.name}
            role="columnheader"
            aria-colindex={index + 2}
            aria-sort={sorted ? (down ? 'descending' : 'ascending') : 'none'}
            className={`grid-cell${alignOf(column) === 'end' ? ' num' : ''}${index === 0 ? ' grid-title' : ''}`}
          >
            {isSortable(column) ? (
              <button
                type="button"
                tabIndex={-1}
                className="grid-sort"
                onClick={() => onSort(nextSort(main, column.name))}
              >
                <span className="ellipsis">{text}</span>
                {sorted ? <Icon name={down ? 'arrow-down' : 'arrow-up'} size={13} /> : null}
              </button>
            ) : (
              <span className="ellipsis">{text}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}
