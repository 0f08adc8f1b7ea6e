// The server in memory, for development (VITE_FAKE=1) and tests; never in the product's bundle.
import type { Transport, WireAnswer, WireRequest } from '../client'
import type { ObjectMeta, RecordRow, Reference } from '../types'
import { instant, makeWorld, type World } from './data'
import { aggregate, listAnswer, matching, sorted, type AggregateQuery } from './lists'
import { importsRoute, unallocated } from './pages'
import { Refusal, refuse } from './refuse'
import { fakeSchema } from './schema'
import { history, me, related, search, session, settings, timeline } from './told'
import { collections, metricAnswer, workbench } from './work'

type Body = Record<string, unknown>
interface Context {
  world: World
  method: string
  parts: string[]
  query: URLSearchParams
  body: Body
}
let signedIn = true
const bin = new Map<string, { object: string; row: RecordRow }>()

function metaOf(world: World, object: string): ObjectMeta {
  return world.objects.find((o) => o.object === object) ?? refuse(404, `没有对象 ${object}`)
}

function canOf(meta: ObjectMeta, row: RecordRow): RecordRow {
  const verbs = (meta.verbs ?? []).map((verb) => verb.name)
  return { ...row, can: { update: true, remove: true, verbs } }
}

function find(world: World, object: string, id: string): RecordRow {
  return (
    world.tables.get(object)?.find((row) => row.id === id) ??
    refuse(404, '没有这条记录，或您无权查看。')
  )
}

function accept(world: World, meta: ObjectMeta, row: RecordRow, body: Body): void {
  const issues: Body[] = []
  for (const [name, value] of Object.entries(body)) {
    if (name === 'version') continue
    const field = meta.fields.find((f) => f.name === name)
    if (!field) {
      issues.push({ field: name, code: 'unknown', message: `没有字段 ${name}` })
      continue
    }
    if (field.required && (value === null || value === ''))
      issues.push({ field: name, code: 'required', message: '必填' })
    if (field.type === 'money' && String(value).startsWith('-'))
      issues.push({ field: name, code: 'min', message: '不能为负数' })
    row[name] = referenceOf(world, field.type, field.settings?.target, value)
  }
  if (issues.length > 0) refuse(422, '有内容需要修改。', { issues })
}

function referenceOf(
  world: World,
  type: string,
  target: string | undefined,
  value: unknown,
): unknown {
  const table =
    type === 'user' || type === 'department' ? type : type === 'lookup' ? target : undefined
  if (!table || value === null || value === '') return value
  const id = typeof value === 'object' ? (value as Reference).id : String(value)
  const row = world.tables.get(table)?.find((r) => r.id === id)
  return row ? { id, name: String(row[metaOf(world, table).title_field]) } : null
}

function records({ world, method, parts, query, body }: Context): unknown {
  const [, object = '', id, act, name] = parts
  const meta = metaOf(world, object)
  const table = world.tables.get(object)!
  if (id === undefined)
    return method === 'POST' ? create(world, meta, table, body) : list(world, object, query)
  if (id === 'verbs')
    return {
      job: {
        id: 'job1',
        kind: 'bulk',
        state: 'done',
        done: 3,
        total: 3,
        result: null,
        error: null,
        undo: true,
      },
    }
  if (act === 'restore') return restore(id)
  const row = find(world, object, id)
  switch (act) {
    case 'verbs':
      return verb(world, meta, row, name ?? '', body)
    case 'history':
      return history(world, row)
    case 'timeline':
      return timeline(world, object, row)
    case 'related':
      return { relations: related(world, meta, row) }
    case 'reveal':
      return { value: row[String(body.field)] }
  }
  if (method === 'GET') return canOf(meta, row)
  if (method === 'DELETE') return remove(table, object, row)
  if (body.version !== undefined && body.version !== row.version)
    refuse(409, '这条记录刚刚被别人改过。')
  const changed = { ...row }
  accept(world, meta, changed, body)
  Object.assign(row, changed, { version: row.version + 1, updated_at: instant(0) })
  return canOf(meta, row)
}

function create(world: World, meta: ObjectMeta, table: RecordRow[], body: Body): RecordRow {
  const row: RecordRow = {
    id: `${meta.number}9${String(table.length).padStart(6, '0')}`,
    version: 1,
  }
  for (const field of meta.fields) row[field.name] = null
  const user = me(world)
  Object.assign(row, {
    created_at: instant(0),
    updated_at: instant(0),
    owner: { id: user.id, name: user.name },
  })
  accept(world, meta, row, body)
  const missing = meta.fields.filter(
    (f) => f.required && (row[f.name] ?? null) === null && !f.default_value,
  )
  if (missing.length > 0) {
    refuse(422, '有内容需要修改。', {
      issues: missing.map((f) => ({
        field: f.name,
        code: 'required',
        message: `请填写${f.label.zh}`,
      })),
    })
  }
  table.unshift(row)
  return canOf(meta, row)
}

function list(world: World, object: string, query: URLSearchParams): unknown {
  const where = query.get('where') ?? ''
  const after = query.get('after')
  const rows =
    query.get('bin') === '1'
      ? [...bin.values()].filter((entry) => entry.object === object).map((entry) => entry.row)
      : sorted(
          world,
          object,
          safely(() => matching(world, object, where, me(world).id)),
          query.get('sort') ?? '',
        )
  return listAnswer(world, object, rows, {
    where,
    sort: '',
    limit: Number(query.get('limit') ?? 50),
    count: query.get('count') ?? '',
    at: after ? Number(after.slice(1)) : Number(query.get('at') ?? 0),
    fields: (query.get('fields') ?? '').split(',').filter(Boolean),
  })
}

function safely<T>(run: () => T): T {
  try {
    return run()
  } catch {
    return refuse(422, '条件写法有误。', { field: 'where' })
  }
}

function remove(table: RecordRow[], object: string, row: RecordRow): undefined {
  table.splice(table.indexOf(row), 1)
  bin.set(row.id, { object, row: { ...row, deleted_at: instant(0) } })
  return undefined
}

function restore(id: string): unknown {
  const entry = bin.get(id) ?? refuse(404, '回收站里没有这条记录。')
  bin.delete(id)
  theWorld.tables.get(entry.object)?.unshift(entry.row)
  return entry.row
}

function verb(world: World, meta: ObjectMeta, row: RecordRow, name: string, body: Body): unknown {
  const stages = world.tables.get('stage') ?? []
  const stage =
    name === 'win'
      ? stages.find((s) => s.kind === 'won')
      : name === 'lose'
        ? stages.find((s) => s.kind === 'lost')
        : name === 'advance'
          ? (stages.find((s) => s.id === body.stage) ??
            stages[stages.findIndex((s) => s.id === (row.stage as Reference)?.id) + 1])
          : undefined
  if (name === 'lose' && !body.reason)
    refuse(422, '请填写原因。', {
      issues: [{ field: 'reason', code: 'required', message: '请选择输单原因' }],
    })
  if (stage) Object.assign(row, { stage: { id: stage.id, name: stage.name }, state: stage.kind })
  row.version++
  return { record: canOf(meta, row), result: null }
}

function route(context: Context): unknown {
  const { world, method, parts, query, body } = context
  switch (parts[0]) {
    case 'session':
      if (method === 'POST' && body.password === 'wrong') refuse(401, '登录名或密码不对。')
      if (parts[1] === 'settings') return void Object.assign(settings, body)
      signedIn = method !== 'DELETE' && (method === 'POST' || signedIn)
      return signedIn ? session(world) : method === 'DELETE' ? undefined : refuse(401, '请先登录。')
    case 'schema':
      return parts[1] === 'check' ? { type: 'boolean' } : { version: '1', objects: world.objects }
    case 'records':
      return records(context)
    case 'query': {
      const request = body as unknown as AggregateQuery
      return {
        rows: aggregate(
          world,
          matching(world, request.object, request.where ?? '', me(world).id),
          request,
        ),
      }
    }
    case 'search':
      return search(world, query.get('q') ?? '')
    case 'duplicates':
      return {
        duplicates: String(body.name ?? '').includes('恒远')
          ? [
              {
                id: '13000000',
                kind: 'company_name',
                title: '苏州恒远精密制造有限公司',
                owner: '赵敏',
              },
            ]
          : [],
      }
    case 'metrics':
      return parts[1] ? metricAnswer(world, parts[1]) : { metrics: [] }
    case 'workbench':
      return workbench(world)
    case 'collections':
      return parts[1] ? unallocated(world) : collections(world)
    case 'imports':
      return importsRoute(method, parts, body)
    case 'users':
      return undefined
    case 'jobs':
      return {
        id: parts[1],
        kind: 'bulk',
        state: 'done',
        done: 3,
        total: 3,
        result: null,
        error: null,
        undo: true,
      }
    case 'files':
      return { id: 'f1', name: 'file.pdf', size: 1024, type: 'application/pdf' }
    default:
      return refuse(404, '没有这个地址。')
  }
}

const theWorld = makeWorld(fakeSchema())

export const fakeTransport: Transport = async (request: WireRequest): Promise<WireAnswer> => {
  const [path = '', query = ''] = request.path.split('?')
  const body = typeof request.body === 'string' ? (JSON.parse(request.body) as Body) : {}
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  await new Promise((resolve) => setTimeout(resolve, 20))
  try {
    const answer = route({
      world: theWorld,
      method: request.method,
      parts,
      query: new URLSearchParams(query),
      body,
    })
    return { status: 200, body: structuredClone(answer), headers: () => null }
  } catch (error) {
    if (error instanceof Refusal)
      return { status: error.status, body: error.problem, headers: () => null }
    throw error
  }
}
