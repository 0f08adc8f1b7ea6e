// Records that were merged into another and come back from the bin: only they themselves do. What
// had moved along stays where it is, and the person hears so.
import { api, type Selection } from '../api/calls'
import type { ObjectMeta, RecordRow } from '../api/types'
import { asText, isBlank } from '../fields/kit'

const field = 'merged_into'
const askedMax = 200 // enough to tell of; more are counted like these

export interface MergedBack {
  name: string
  into: string
  count: number
}

// Of the first one, and how many there are.
export function mergedAmong(rows: readonly RecordRow[], title: string): MergedBack | null {
  const found = rows.filter((row) => !isBlank(row[field]))
  const first = found[0]
  if (!first) return null
  return { name: asText(first[title]), into: asText(first[field]), count: found.length }
}

// Before they are restored: afterwards nothing says that they were merged.
export async function askMerged(
  meta: ObjectMeta,
  selection: Selection,
): Promise<MergedBack | null> {
  if (!meta.fields.some((one) => one.name === field)) return null
  const where =
    'ids' in selection
      ? `id in [${selection.ids.map((id) => JSON.stringify(id)).join(', ')}]`
      : selection.where
  const fields = [meta.title_field, field]
  const answer = await api.list(meta.object, { bin: true, where, fields, limit: askedMax })
  return mergedAmong(answer.records, meta.title_field)
}
