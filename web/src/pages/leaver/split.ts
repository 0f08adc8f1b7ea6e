// What the verb is asked: one heir for all, and those objects that go to somebody else.
import type { Fields } from '../../api/calls'
import type { Reference } from '../../api/types'

export function argumentsOf(
  to: Reference,
  parts: Record<string, Reference | null>,
  date: string | undefined,
): Fields {
  const split = Object.fromEntries(
    Object.entries(parts).flatMap(([object, who]) =>
      who && who.id !== to.id ? [[object, who.id]] : [],
    ),
  )
  return {
    to: to.id,
    ...(Object.keys(split).length > 0 ? { split: JSON.stringify(split) } : {}),
    ...(date ? { date } : {}),
  }
}
