// What the URL of a list and of a record holds.
export interface ListSearch {
  view?: string
  where?: string // instead of the view's filter
  sort?: string
  cols?: string
  q?: string
  bin?: boolean
  kind?: string
  group?: string
  pin?: number // columns that stay in sight
  by?: string // the field of a board's columns or of a calendar's days
}

export interface RecordSearch {
  tab?: string
  day?: string // the record as of that day
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
    group: typeof raw.group === 'string' ? raw.group : undefined, // empty: no groups
    by: text(raw.by),
    pin: Number(raw.pin) > 1 ? Math.min(6, Number(raw.pin)) : undefined,
    bin: raw.bin === true || raw.bin === 1 || raw.bin === '1' ? true : undefined,
  }) as ListSearch
}

export function readRecordSearch(raw: Record<string, unknown>): RecordSearch {
  return compact({ tab: text(raw.tab), day: text(raw.day), from: text(raw.from) }) as RecordSearch
}
