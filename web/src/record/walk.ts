// J and K on a record go through the list it was opened from.
let walked: { object: string; ids: string[] } | null = null

export function rememberList(object: string, ids: readonly (string | undefined)[]): void {
  walked = { object, ids: ids.filter((id) => id !== undefined) }
}

export function neighbour(object: string, id: string, step: 1 | -1): string | null {
  if (walked?.object !== object) return null
  const at = walked.ids.indexOf(id)
  return at < 0 ? null : (walked.ids[at + step] ?? null)
}
