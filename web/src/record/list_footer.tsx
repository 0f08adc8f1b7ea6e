import { useTranslation } from 'react-i18next'
import { useAggregate } from '../api/queries'
import { labelText } from '../api/schema'
import type { ObjectMeta } from '../api/types'
import { asText } from '../fields/kit'
import { Kbd } from '../ui/bits'
import { useFormat } from '../ui/format'
import type { Blocks } from './use_blocks'

// Count and sums of the whole filter, and the keys that work here.
export function ListFooter({
  meta,
  where,
  blocks,
}: {
  meta: ObjectMeta
  where: string
  blocks: Blocks
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const summed = meta.fields
    .filter(
      (field) =>
        !field.hidden &&
        field.right !== 'masked' &&
        field.stored !== false &&
        field.type === 'money' &&
        /^(amount|received|remaining|weighted)$/.test(field.name),
    )
    .slice(0, 2)
  const { data } = useAggregate(
    {
      object: meta.object,
      where,
      measures: summed.map((field) => ({ fn: 'sum', field: field.name })),
    },
    summed.length > 0,
  )
  const row = data?.rows[0]
  return (
    <footer className="list-foot">
      <span aria-live="polite">
        {t('web.list.count', {
          count: `${blocks.approximate ? '≈ ' : ''}${format.number(blocks.total ?? 0)}`,
        })}
      </span>
      {summed.map((field) => {
        const value = row?.[`sum_${field.name}`] ?? row?.[field.name]
        return value === undefined || value === null ? null : (
          <span key={field.name} title={format.money(asText(value))}>
            {t('web.list.sum', { name: labelText(field.label, format.language) })}{' '}
            <strong>{format.moneyShort(asText(value))}</strong>
          </span>
        )
      })}
      <span className="grow" />
      <span className="list-keys">
        <Kbd>↑↓←→</Kbd>
        {t('web.keys.move')} <Kbd>Enter</Kbd>
        {t('web.keys.edit')} <Kbd>O</Kbd>
        {t('web.keys.open')} <Kbd>{t('web.keys.space')}</Kbd>
        {t('web.keys.select')}
      </span>
    </footer>
  )
}
