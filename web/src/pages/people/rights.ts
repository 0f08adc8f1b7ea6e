// The JSON of a role (docs/administrator/rights.md) as the matrix shows and changes it.
export type ScopeWord = 'none' | 'own' | 'subordinates' | 'dept' | 'dept_tree' | 'all'
export type Scope = ScopeWord | { where: string }
export type Side = 'read' | 'write'

export interface ObjectRights {
  acts?: string[]
  verbs?: string[]
  read?: Scope[]
  write?: Scope[]
  fields?: Record<string, string>
}
export interface RoleRights {
  administrator?: boolean
  share_views?: boolean
  objects?: Record<string, ObjectRights>
}

export const acts = ['create', 'read', 'update', 'remove', 'import', 'export', 'transfer'] as const
export const scopeWords: readonly ScopeWord[] = [
  'none',
  'own',
  'subordinates',
  'dept',
  'dept_tree',
  'all',
]

export function readRights(text: string): RoleRights | null {
  try {
    const parsed = JSON.parse(text) as RoleRights
    return typeof parsed === 'object' && parsed !== null ? parsed : null
  } catch {
    return null
  }
}

// A part that is not given for an object is taken from "*".
export function effective(rights: RoleRights, object: string): ObjectRights {
  const own = rights.objects?.[object] ?? {}
  const all = rights.objects?.['*'] ?? {}
  return { ...all, ...own, fields: { ...all.fields, ...own.fields } }
}

export const mayAct = (rights: ObjectRights, act: string): boolean =>
  rights.acts?.some((one) => one === act || one === '*') ?? false

// The widest word; undefined where an expression or several words decide.
export function scopeOf(rights: ObjectRights, side: Side): ScopeWord | undefined {
  const list = rights[side] ?? []
  if (list.length === 0) return 'none'
  return list.length === 1 && typeof list[0] === 'string' ? list[0] : undefined
}

function change(rights: RoleRights, object: string, part: Partial<ObjectRights>): RoleRights {
  const own = rights.objects?.[object] ?? {}
  return { ...rights, objects: { ...rights.objects, [object]: { ...own, ...part } } }
}

export function toggleAct(rights: RoleRights, object: string, act: string): RoleRights {
  const now = effective(rights, object)
  const list = now.acts?.includes('*') ? [...acts] : [...(now.acts ?? [])]
  const next = mayAct(now, act) ? list.filter((one) => one !== act) : [...list, act]
  return change(rights, object, { acts: acts.filter((one) => next.includes(one)) })
}

export const setScope = (rights: RoleRights, object: string, side: Side, word: ScopeWord) =>
  change(rights, object, { [side]: word === 'none' ? [] : [word] })

// Back to what "*" says.
export function clearObject(rights: RoleRights, object: string): RoleRights {
  const { [object]: _gone, ...objects } = rights.objects ?? {}
  return { ...rights, objects }
}
