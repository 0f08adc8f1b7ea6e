// What stands in the side bar: pages, then objects by group; rarer objects fold away.
import type { ObjectMeta } from '../api/types'
import type { MenuGroup, PageEntry } from '../record/extend'

export interface MenuItem {
  key: string
  to: string
  icon: string
  label: string | ObjectMeta['label']
  order: number
}
export interface MenuSection {
  group: MenuGroup
  items: MenuItem[]
  more: MenuItem[]
}

const groupOf: Record<string, MenuGroup> = {
  customer: 'sales',
  opportunity: 'sales',
  contract: 'sales',
  team: 'team',
  process: 'team',
  insight: 'team',
  service: 'sales',
}
// The daily ones, in the order of the work; the others fold under "more".
const daily = [
  'lead',
  'account',
  'contact',
  'opportunity',
  'quote',
  'contract',
  'activity',
  'task',
  'user',
  'target',
]

export function menuOf(
  objects: readonly ObjectMeta[],
  pages: readonly PageEntry[],
  administrator: boolean,
): MenuSection[] {
  const sections = new Map<MenuGroup, MenuSection>()
  for (const group of ['top', 'sales', 'team', 'bottom'] as const)
    sections.set(group, { group, items: [], more: [] })
  for (const page of pages) {
    if (!page.menu || (page.menu.admin && !administrator)) continue
    sections.get(page.menu.group)?.items.push({
      key: page.path,
      to: page.path,
      icon: page.menu.icon,
      label: page.menu.label,
      order: page.menu.order ?? 50,
    })
  }
  for (const object of objects) {
    if (object.in_menu === false) continue
    const section = sections.get(groupOf[object.module] ?? 'sales')!
    const place = daily.indexOf(object.object)
    const item = {
      key: object.object,
      to: `/o/${object.object}`,
      icon: object.icon ?? 'box',
      label: object.label,
      order: place >= 0 ? place : 100 + object.number,
    }
    if (place >= 0) section.items.push(item)
    else section.more.push(item)
  }
  for (const section of sections.values()) {
    section.items.sort((a, b) => a.order - b.order)
    section.more.sort((a, b) => a.order - b.order)
  }
  return [...sections.values()].filter((section) => section.items.length + section.more.length > 0)
}
