// A list by the values of one field: each group with its number and sum, its rows when opened.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAggregate, useList } from '../api/queries'
import { labelText } from '../api/schema'
import type { Field, ObjectMeta, RecordRow, Reference } from '../api/types'
import { joinFilter, termText } from '../base/expr/filter'
import { alignOf } from '../fields/all'
import { FieldCell } from '../fields/field_view'
import { asText, isBlank } from '../fields/kit'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { ErrorState, SkeletonLines } from '../ui/states'
import { GridRow } from './grid_row'
import type { ListState } from './list_state'
import { usePlaces } from './use_layout'

const groupsMax = 200
const rowsShown = 50
const noPins: readonly undefined[] = []

interface Props {
  meta: ObjectMeta
  list: ListState
  field: Field
  rowHeight: number
}

interface Group {
  key: string
  value: unknown
  count: number
  sum: string
  where: string
}

function groupOf(field: Field, row: Record<string, unknown>, sumName: string): Group {
  const value = row[field.name]
  const id = value !== null && typeof value === 'object' ? (value as Reference).id : value
  const term = isBlank(value)
    ? termText(field.name, 'is_empty', [])
    : termText(field.name, '==', [{ kind: 'value', value: id as string }])
  return {
    key: asText(id),
    value,
    count: Number(asText(row.count)),
    sum: sumName === '' ? '' : asText(row[sumName]),
    where: term,
  }
}

export function Grouped({ meta, list, field, rowHeight }: Props) {
  const { t } = useTranslation()
  const money = list.columns.find((column) => column.type === 'money' && column.stored !== false)
  const { data, error, refetch } = useAggregate({
    object: meta.object,
    where: list.effective,
    group: [field.name],
    measures: [{ fn: 'count' }, ...(money ? [{ fn: 'sum', field: money.name }] : [])],
    limit: groupsMax,
  })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={8} />
  const options = field.settings?.options?.map((option) => option.key) ?? []
  const groups = data.rows
    .map((row) => groupOf(field, row, money ? `sum_${money.name}` : ''))
    .sort((a, b) =>
      options.length > 0 ? options.indexOf(a.key) - options.indexOf(b.key) : b.count - a.count,
    )
  return (
    <div className="groups" tabIndex={0} role="region" aria-label={t('web.list.groups')}>
      {groups.map((group, index) => (
        <GroupRows
          key={group.key}
          {...{ meta, list, field, rowHeight, group, money }}
          first={index === 0}
        />
      ))}
      {groups.length === 0 ? <p className="muted groups-none">{t('web.nothing_found')}</p> : null}
    </div>
  )
}

interface GroupProps extends Props {
  group: Group
  money: Field | undefined
  first: boolean
}

function GroupRows({ meta, list, field, rowHeight, group, money, first }: GroupProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState(first)
  const places = usePlaces(list.columns, list.layout, 1, meta.state_field)
  const where = joinFilter([{ text: list.effective }, { text: group.where }])
  const { data } = useList(
    meta.object,
    {
      where,
      sort: list.sort,
      limit: rowsShown,
      fields: [...new Set([meta.title_field, ...list.columns.map((column) => column.name)])],
    },
    open,
  )
  return (
    <section className="group">
      <h2>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={14} />
          {isBlank(group.value) ? (
            <span className="muted">{t('web.list.no_value')}</span>
          ) : (
            <FieldCell value={group.value} field={field} />
          )}
          <span className="muted">{format.number(group.count)}</span>
          <span className="grow" />
          {money && group.sum !== '' ? (
            <span className="group-sum">
              {labelText(money.label, format.language)} {format.moneyShort(group.sum)}
            </span>
          ) : null}
        </button>
      </h2>
      {open ? (
        <div
          role="grid"
          aria-label={asText(group.value) || t('web.list.no_value')}
          className="grid-rows group-rows"
          style={{ minWidth: places.whole, '--row-h': `${rowHeight}px` } as React.CSSProperties}
        >
          <Head columns={list.columns} template={places.template} />
          {(data?.records ?? Array.from<undefined>({ length: Math.min(3, group.count) })).map(
            (record: RecordRow | undefined, index) => (
              <GridRow
                key={record?.id ?? index}
                meta={meta}
                record={record}
                columns={list.columns}
                index={index}
                top={0}
                template={places.template}
                selected={false}
                activeCol={-1}
                pins={noPins}
                rangeFrom={-1}
                rangeTo={-1}
                gridId={`group-${group.key}`}
              />
            ),
          )}
        </div>
      ) : null}
      {open && group.count > rowsShown ? (
        <Button kind="link" onClick={() => list.set({ where, group: undefined } as never)}>
          {t('web.list.all_of_group', { count: format.number(group.count) })}
        </Button>
      ) : null}
    </section>
  )
}

function Head({ columns, template }: { columns: readonly Field[]; template: string }) {
  const { language } = useFormat()
  return (
    <div role="row" className="grid-row grid-head" style={{ gridTemplateColumns: template }}>
      <div role="columnheader" className="grid-cell grid-check">
        <span className="sr-only">#</span>
      </div>
      {columns.map((column, index) => (
        <div
          key={column.name}
          role="columnheader"
          className={`grid-cell${alignOf(column) === 'end' ? ' num' : ''}${index === 0 ? ' grid-title' : ''}`}
        >
          <span className="ellipsis">{labelText(column.label, language)}</span>
        </div>
      ))}
    </div>
  )
}
