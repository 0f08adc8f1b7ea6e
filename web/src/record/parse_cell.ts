// Text pasted into a cell becomes a value of its field; choices by their label or key, people and
// records by their name, looked up on the server.
import { api } from '../api/calls'
import { labelText, targetOf } from '../api/schema'
import type { Field } from '../api/types'
import type { Format } from '../base/format'
import { uiOf } from '../fields/all'
import { asText, type Parsed } from '../fields/kit'

const isTrue = /^(true|yes|y|1|是|对|√|✓)$/i
const isFalse = /^(false|no|n|0|否|错|×)$/i

export async function parseCell(text: string, field: Field, format: Format): Promise<Parsed> {
  const clean = text.trim()
  const form = uiOf(field).text
  if (form) return form.parse(text, field, format)
  if (clean === '' || clean === '-') return { value: null }
  if (field.type === 'boolean') {
    if (isTrue.test(clean)) return { value: true }
    return isFalse.test(clean) ? { value: false } : { problem: 'web.grid.not_boolean' }
  }
  const key = (word: string): string | undefined =>
    field.settings?.options?.find(
      (option) =>
        option.key === word ||
        [option.label.zh, option.label.en, labelText(option.label, format.language)].some(
          (label) => label.toLowerCase() === word.toLowerCase(),
        ),
    )?.key
  if (field.type === 'select') {
    const found = key(clean)
    return found ? { value: found } : { problem: 'web.grid.no_option' }
  }
  if (field.type === 'multi_select') {
    const keys = clean.split(/[,，、;；]\s*/).map(key)
    return keys.includes(undefined) ? { problem: 'web.grid.no_option' } : { value: keys }
  }
  const target = targetOf(field)
  if (!target) return { problem: 'web.grid.not_pasted' }
  return byName(target, clean)
}

async function byName(target: string, name: string): Promise<Parsed> {
  const title = target === 'user' || target === 'department' ? 'name' : undefined
  const { hits } = title
    ? await api
        .list(target, { where: `name == ${JSON.stringify(name)}`, limit: 2, fields: ['name'] })
        .then((answer) => ({
          hits: answer.records.map((row) => ({ id: row.id, title: asText(row.name) })),
        }))
    : await api.search(name).then((answer) => ({
        hits: answer.hits.filter((hit) => hit.object === target && hit.title === name),
      }))
  const [one, two] = hits
  if (!one) return { problem: 'web.grid.no_record' }
  return two ? { problem: 'web.grid.many_records' } : { value: { id: one.id, name: one.title } }
}
