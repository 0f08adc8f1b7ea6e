// The company's settings while they are typed: what changed, and where an issue belongs.
import type { Company, CompanyFields } from '../api/company'
import type { Issue } from '../api/client'

const names = [
  'name',
  'short_name',
  'logo',
  'address',
  'phone',
  'tax_number',
  'banks',
  'base_currency',
  'fiscal_year_start',
  'closing_day',
  'zone',
] as const satisfies readonly (keyof CompanyFields)[]

export function toDraft(company: Company): CompanyFields {
  const { version: _version, can: _can, ...fields } = company
  return fields
}

export function changesOf(before: Company, draft: CompanyFields): Partial<CompanyFields> {
  const out: Record<string, unknown> = {}
  for (const name of names) {
    if (JSON.stringify(before[name]) !== JSON.stringify(draft[name])) out[name] = draft[name]
  }
  return out
}

// The sentence at a field, such as "name" or "banks[1].account".
export const issueAt = (issues: readonly Issue[], field: string): string | undefined =>
  issues.find((issue) => issue.field === field)?.message

// Zones by the browser's own list, the company's first; a browser without one still shows it.
export function zonesOf(current: string): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set([current, 'Asia/Shanghai', 'Asia/Hong_Kong', ...known])].filter(Boolean)
}
