// Columns of a list as text in the URL and in a view: "name~260,account,amount~140".
import type { Field, ObjectMeta } from '../api/types'

export interface Column {
  name: string
  width: number | null // px; null: as wide as its type wants
}

export const widthMin = 60
export const widthMax = 800

export const isSortable = (field: Field): boolean =>
  !['lines', 'attachment', 'address', 'multi_select', 'long_text'].includes(field.type)

export function readColumns(text: string): Column[] {
  return text
    .split(',')
    .map((part) => {
      const [name = '', width = ''] = part.trim().split('~')
      const px = Number(width)
      return { name, width: width !== '' && Number.isFinite(px) ? clampWidth(px) : null }
    })
    .filter((column) => column.name !== '')
}

export function columnsText(columns: readonly Column[]): string {
  return columns
    .map((one) => (one.width === null ? one.name : `${one.name}~${one.width}`))
    .join(',')
}

export const clampWidth = (px: number): number =>
  Math.round(Math.max(widthMin, Math.min(widthMax, px)))

export function withWidth(columns: readonly Column[], name: string, width: number | null) {
  return columns.map((one) =>
    one.name === name ? { name, width: width === null ? null : clampWidth(width) } : one,
  )
}

// The title stays first: it names the row.
export function moveColumn(columns: readonly Column[], name: string, to: number): Column[] {
  const from = columns.findIndex((one) => one.name === name)
  if (from <= 0) return [...columns]
  const rest = columns.filter((one) => one.name !== name)
  rest.splice(Math.max(1, Math.min(rest.length, to)), 0, columns[from]!)
  return rest
}

// Only columns a person may see, each once, the title first.
export function knownColumns(meta: ObjectMeta, columns: readonly Column[]): Column[] {
  const own = new Set(meta.fields.filter((field) => !field.hidden).map((field) => field.name))
  const title = columns.find((one) => one.name === meta.title_field)
  const seen = new Set<string>()
  return [title ?? { name: meta.title_field, width: null }, ...columns].filter((one) => {
    if (!own.has(one.name) || seen.has(one.name)) return false
    seen.add(one.name)
    return true
  })
}

export function fieldsOf(meta: ObjectMeta, columns: readonly Column[]): Field[] {
  const own = new Map(meta.fields.map((field) => [field.name, field]))
  return columns.flatMap((one) => own.get(one.name) ?? [])
}
