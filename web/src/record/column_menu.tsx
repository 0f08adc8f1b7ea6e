// Which columns a list shows and in which order; by which field it is grouped.
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText } from '../api/schema'
import type { ObjectMeta } from '../api/types'
import { IconButton } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { MenuButton, type MenuRow } from '../ui/menu'
import { Popover } from '../ui/popover'
import { columnsText, moveColumn } from './columns'
import type { ListState } from './list_state'
import { canGroupBy } from './use_layout'

interface Props {
  meta: ObjectMeta
  list: ListState
}

export function GroupMenu({ meta, list }: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const now = list.group
  const rows: MenuRow[] = [
    {
      key: '',
      label: t('web.list.no_group'),
      checked: now === undefined,
      onSelect: () => list.set({ group: '' }),
    },
    ...meta.fields
      .filter((field) => canGroupBy(field) && !field.hidden && field.right !== 'masked')
      .map((field) => ({
        key: field.name,
        label: labelText(field.label, language),
        checked: now === field.name,
        onSelect: () => list.set({ group: field.name, kind: 'table' }),
      })),
  ]
  return (
    <MenuButton
      rows={rows}
      label={t('web.list.group')}
      className="btn btn-ghost list-columns"
      align="end"
    >
      <Icon name="group" size={15} />
      {t('web.list.group')}
    </MenuButton>
  )
}

export function ColumnMenu({ meta, list }: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const names = list.layout.map((column) => column.name)
  const put = (columns: typeof list.layout) => list.set({ cols: columnsText(columns) })
  const toggle = (name: string) =>
    put(
      names.includes(name)
        ? list.layout.filter((one) => one.name !== name)
        : [...list.layout, { name, width: null }],
    )
  const fields = meta.fields.filter((field) => !field.hidden && field.name !== meta.title_field)
  const shown = names.flatMap((name) => fields.find((field) => field.name === name) ?? [])
  const rest = fields.filter((field) => !names.includes(field.name))
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="btn btn-ghost list-columns"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="columns" size={15} />
        {t('web.list.columns')}
      </button>
      <Popover
        anchor={anchor}
        open={open}
        onClose={() => setOpen(false)}
        align="end"
        role="dialog"
        label={t('web.list.columns')}
        className="menu"
      >
        {[...shown, ...rest].map((field) => {
          const label = labelText(field.label, language)
          const at = names.indexOf(field.name)
          return (
            <div key={field.name} className="column-row">
              <label className="menu-item">
                <input type="checkbox" checked={at >= 0} onChange={() => toggle(field.name)} />
                <span className="ellipsis">{label}</span>
              </label>
              {at > 1 ? (
                <IconButton
                  small
                  icon="arrow-up"
                  label={t('web.column.before', { name: label })}
                  onClick={() => put(moveColumn(list.layout, field.name, at - 1))}
                />
              ) : null}
              {at >= 1 && at < names.length - 1 ? (
                <IconButton
                  small
                  icon="arrow-down"
                  label={t('web.column.after', { name: label })}
                  onClick={() => put(moveColumn(list.layout, field.name, at + 1))}
                />
              ) : null}
            </div>
          )
        })}
      </Popover>
    </>
  )
}
