// What a customer still owes, and the words of his choices.
import { useAggregate } from '../../api/queries'
import { labelText, useObject } from '../../api/schema'
import type { ObjectMeta, RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'

export interface Owed {
  remaining: string
  overdue: string
  late: boolean
}

export function useOwed(account: string): Owed | undefined {
  const meta = useObject('instalment')
  const has = (name: string) => meta?.fields.some((field) => field.name === name) ?? false
  const able = has('remaining') && has('account')
  const whose = `account == ${JSON.stringify(account)} and remaining > 0`
  const sum = { object: 'instalment', measures: [{ fn: 'sum', field: 'remaining' }] }
  const all = useAggregate({ ...sum, where: whose }, able)
  const late = useAggregate({ ...sum, where: `${whose} and due_date < today()` }, able)
  const read = (answer: typeof all) => asText(answer.data?.rows[0]?.sum_remaining) || '0'
  if (!able || !all.data || !late.data) return undefined
  return { remaining: read(all), overdue: read(late), late: Number(read(late)) > 0 }
}

export function choiceText(
  meta: ObjectMeta,
  record: RecordRow,
  name: string,
  language: string,
): string {
  const value = record[name]
  const option = meta.fields
    .find((field) => field.name === name)
    ?.settings?.options?.find((one) => one.key === value)
  return option ? labelText(option.label, language as 'zh-CN') : asText(value)
}
