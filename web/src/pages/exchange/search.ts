export interface ImportSearch {
  object?: string
  id?: string // an import under way or done
}

export function readImportSearch(raw: Record<string, unknown>): Record<string, unknown> {
  const text = (value: unknown) =>
    typeof value === 'string' && value !== ''
      ? value
      : typeof value === 'number'
        ? String(value)
        : undefined
  const object = text(raw.object)
  const id = text(raw.id)
  return { ...(object ? { object } : {}), ...(id ? { id } : {}) }
}
