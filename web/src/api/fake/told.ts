// Answers that are told rather than kept: the session, history, timeline, related, search.
import type { ObjectMeta, RecordRow, Reference } from '../types'
import { instant, today, type World } from './data'
import { valueAt } from './lists'

type Body = Record<string, unknown>

export const settings: Body = {}

export function me(world: World): RecordRow {
  return world.tables.get('user')![0]!
}

export function session(world: World): Body {
  const user = me(world)
  return {
    csrf: 'fake',
    user: {
      id: user.id,
      name: user.name,
      login: 'wenjing',
      language: 'zh-CN',
      dept: { id: '1', name: '华东一组' },
      roles: [{ id: '1', name: '销售主管', code: 'sales_lead' }],
      administrator: true,
      team: [],
      company: {
        name: '苏州拓远智能装备',
        base_currency: 'CNY',
        zone: 'Asia/Shanghai',
        today,
        demo: true,
        users: 36,
      },
      build: 'fake',
      settings,
    },
  }
}

export function history(world: World, row: RecordRow): unknown {
  const actor = { id: me(world).id, name: me(world).name }
  return {
    versions: [
      {
        version: row.version,
        at: instant(-2),
        until: null,
        recorded_at: null,
        actor,
        kind: 'update',
        cause: 'user',
        changes: [
          {
            field: 'amount',
            label: '预计金额',
            old: '1200000.00',
            new: row.amount,
            old_text: '¥1,200,000',
            new_text: '¥1,286,000',
          },
        ],
      },
      {
        version: 1,
        at: String(row.created_at),
        until: instant(-2),
        recorded_at: null,
        actor,
        kind: 'create',
        cause: 'user',
        changes: [],
      },
    ],
  }
}

export function timeline(world: World, object: string, row: RecordRow): unknown {
  const actor = { id: me(world).id, name: me(world).name }
  const own = (world.tables.get('activity') ?? []).filter(
    (a) => (a[object] as Reference | null)?.id === row.id,
  )
  const items = own.map((a) => ({
    kind: 'activity',
    at: a.time ?? a.created_at,
    actor: a.owner,
    text: a.content ?? a.subject,
    object: 'activity',
    record: { id: a.id, name: a.subject ?? '' },
    changes: [],
  }))
  const event = {
    kind: 'event',
    at: instant(-2),
    actor,
    text: '',
    object,
    record: null,
    changes: [{ field: 'amount', label: '预计金额', old: '¥1,200,000', new: '¥1,286,000' }],
  }
  const visit = {
    kind: 'activity',
    at: instant(-72),
    actor,
    object: 'activity',
    record: null,
    changes: [],
    text: '参观现有产线，拍摄 6 张现场照片；设备科提出需兼容两台旧机床的数据采集。',
  }
  return {
    items: [...items, event, visit].sort((a, b) => (String(a.at) < String(b.at) ? 1 : -1)),
    next: null,
  }
}

export function related(world: World, meta: ObjectMeta, row: RecordRow): unknown[] {
  return meta.relations.map((relation) => {
    const rows = (world.tables.get(relation.object) ?? []).filter(
      (r) => (r[relation.field] as Reference | null)?.id === row.id,
    )
    return { ...relation, count: rows.length, records: rows.slice(0, 3) }
  })
}

export function search(world: World, q: string): unknown {
  const hits = ['account', 'opportunity', 'contact', 'lead', 'contract'].flatMap((object) =>
    (world.tables.get(object) ?? [])
      .filter((row) => String(row[titled(world, object).title_field]).includes(q))
      .slice(0, 5)
      .map((row) => ({
        object,
        id: row.id,
        title: row[titled(world, object).title_field],
        subtitle: (valueAt(world, object, row, 'account') as Reference | null)?.name ?? '',
      })),
  )
  return { hits }
}

const titled = (world: World, object: string): ObjectMeta =>
  world.objects.find((one) => one.object === object) as ObjectMeta
