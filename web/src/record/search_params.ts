// What the URL of a list and of a record holds.
export interface ListSearch {
  view?: string
  where?: string // instead of the view's filter
  sort?: string
  cols?: string
  q?: string
  bin?: boolean
  kind?: string
}

export interface RecordSearch {
  tab?: string
  from?: string
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}

export function readListSearch(raw: Record<string, unknown>): ListSearch {
  return compact({
    view: text(raw.view),
    where: typeof raw.where === 'string' ? raw.where : undefined, // empty is a filter too: none
    sort: text(raw.sort),
    cols: text(raw.cols),
    q: text(raw.q),
    kind: text(raw.kind),
    bin: raw.bin === true || raw.bin === 1 || raw.bin === '1' ? true : undefined,
  }) as ListSearch
}

export function readRecordSearch(raw: Record<string, unknown>): RecordSearch {
  return compact({ tab: text(raw.tab), from: text(raw.from) }) as RecordSearch
}
