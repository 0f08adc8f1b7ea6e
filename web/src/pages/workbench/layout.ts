// Which widgets a workbench shows, in which order and how wide: a person's own choice, else what
// his role needs first. Widths are twelfths of the page.
export interface Placed {
  key: string
  span: number
}

export const spans = [4, 5, 6, 7, 8, 12]

export const widgetKeys = [
  'kpis',
  'funnel',
  'trend',
  'leaders',
  'today',
  'risks',
  'leads',
  'closing',
  'stuck',
  'overdue',
  'due',
  'unallocated',
  'invoices',
] as const
export type WidgetKey = (typeof widgetKeys)[number]

const place = (text: string): Placed[] =>
  text.split(' ').map((part) => {
    const [key = '', span = '4'] = part.split(':')
    return { key, span: Number(span) }
  })

const byRole: Record<string, Placed[]> = {
  sales_rep: place('kpis:12 today:5 leads:7 closing:7 risks:5 funnel:5 trend:7'),
  sales_manager: place('kpis:12 funnel:5 trend:7 leaders:4 stuck:4 risks:4 today:6 leads:6'),
  finance: place('kpis:12 overdue:7 today:5 unallocated:6 invoices:6 due:6 risks:6 trend:12'),
}
const everybody = place('kpis:12 funnel:5 trend:7 leaders:4 today:4 risks:4')

export function layoutFor(roles: readonly string[]): Placed[] {
  const role = ['finance', 'sales_manager', 'sales_rep'].find((one) => roles.includes(one))
  return role && !roles.includes('owner') ? byRole[role]! : everybody
}

const standardRoles = ['owner', 'finance', 'sales_manager', 'sales_rep']

// What an administrator arranged for one of the person's roles. Roles of the company's own are
// closer to what somebody does than those that come along, so they go first.
export function layoutOfRoles(
  roles: readonly { id: string; code: string }[],
  workbenches: readonly { role: { id: string }; layout: unknown }[],
): Placed[] | null {
  const ranked = [...roles].sort(
    (a, b) => standardRoles.indexOf(a.code) - standardRoles.indexOf(b.code),
  )
  for (const role of ranked) {
    const found = workbenches.find((one) => one.role.id === role.id)
    const layout = found ? readLayout(found.layout) : null
    if (layout) return layout
  }
  return null
}

// What was saved, without what this version does not know.
export function readLayout(saved: unknown): Placed[] | null {
  if (!Array.isArray(saved)) return null
  const known = new Set<string>(widgetKeys)
  const seen = new Set<string>()
  return saved.flatMap((one: unknown) => {
    const { key, span } = (one ?? {}) as Partial<Placed>
    if (typeof key !== 'string' || !known.has(key) || seen.has(key)) return []
    seen.add(key)
    return [{ key, span: spans.includes(Number(span)) ? Number(span) : 6 }]
  })
}

export function moveWidget(list: readonly Placed[], key: string, to: number): Placed[] {
  const from = list.findIndex((one) => one.key === key)
  if (from < 0) return [...list]
  const rest = list.filter((one) => one.key !== key)
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, list[from]!)
  return rest
}

export function widen(list: readonly Placed[], key: string, by: 1 | -1): Placed[] {
  return list.map((one) => {
    if (one.key !== key) return one
    const at = spans.indexOf(one.span) + by
    return { key, span: spans[Math.max(0, Math.min(spans.length - 1, at))]! }
  })
}
