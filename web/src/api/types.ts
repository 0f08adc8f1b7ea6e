// The shapes of docs/developer/api.md, as the server writes them.
export interface Label {
  zh: string
  en: string
}
export interface Reference {
  id: string
  name: string
}
export interface Option {
  key: string
  label: Label
  color?: string
  hidden?: boolean
}
export interface Address {
  province?: string
  city?: string
  district?: string
  detail?: string
}
export interface Attachment {
  id: string
  name: string
  size: number
  type: string
}

export type FieldTypeName =
  | 'text'
  | 'long_text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'month'
  | 'datetime'
  | 'select'
  | 'multi_select'
  | 'user'
  | 'department'
  | 'lookup'
  | 'lines'
  | 'phone'
  | 'email'
  | 'url'
  | 'address'
  | 'attachment'
  | 'autonumber'
  | 'formula'
  | 'rollup'
  | 'rating'
  | 'progress'

export interface FieldSettings {
  length_max?: number
  scale?: number
  min?: string
  max?: string
  options?: Option[]
  target?: string
  parent_field?: string
  result_type?: FieldTypeName
  base_currency?: boolean
  object?: string
  formula?: string
  by?: string
  fn?: string
  field?: string
}

export interface Field {
  name: string
  type: FieldTypeName
  label: Label
  help?: Label
  settings?: FieldSettings
  required?: boolean
  required_when?: string
  visible_when?: string
  default_value?: string
  read_only?: boolean
  hidden?: boolean
  searchable?: boolean
  duplicate_key?: string
  quality?: boolean
  right?: 'read' | 'write' | 'masked'
  operators?: string[]
  stored?: boolean
}

export interface VerbArgument {
  name: string
  label: Label
  type: FieldTypeName
  settings?: FieldSettings
  required?: boolean
}

export interface Verb {
  name: string
  label: Label
  icon?: string
  when?: string
  arguments?: VerbArgument[]
  primary?: boolean
  danger?: boolean
  bulk?: boolean
}

export interface View {
  name: string
  label: Label
  kind?: string
  where?: string
  sort?: string
  columns?: string[]
  group_by?: string
}

export interface Section {
  label: Label
  fields: string[]
}

export interface ObjectCan {
  create: boolean
  update: boolean
  remove: boolean
  import: boolean
  export: boolean
  transfer: boolean
  verbs: string[]
}

export interface ObjectMeta {
  object: string
  number: number
  module: string
  icon?: string
  label: Label
  title_field: string
  key_field?: string
  state_field?: string
  currency_field?: string
  parent_field?: string
  has_owner?: boolean
  in_menu?: boolean
  has_history?: boolean
  fields: Field[]
  verbs?: Verb[]
  views?: View[]
  layout?: Section[]
  can: ObjectCan
  relations: { object: string; field: string; label: Label }[]
}

export interface SchemaAnswer {
  version: string | number
  objects: ObjectMeta[]
}

export interface RecordCan {
  update: boolean
  remove: boolean
  verbs: string[]
}

export interface RecordRow {
  id: string
  version: number
  can?: RecordCan
  [field: string]: unknown
}

// What the people of a role see on the workbench who arranged nothing; null: what comes along.
export interface RoleWorkbench {
  role: Reference
  layout: { key: string; span: number }[] | null
  version: number
}

export interface User {
  id: string
  name: string
  login: string
  language: string
  dept: Reference | null
  roles: { id: string; name: string; code: string }[]
  administrator: boolean
  team: string[]
  company: {
    name: string
    base_currency: string
    zone: string
    today: string
    demo: boolean
    users: number
  }
  build: string
  settings: Record<string, unknown>
  workbenches?: RoleWorkbench[] // of my roles, arranged by an administrator
}

export interface Session {
  csrf: string
  user: User
}

export type * from './answers'
