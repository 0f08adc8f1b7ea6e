// The product's own object files, as GET /schema would answer them.
import type { Field, FieldTypeName, Label, ObjectMeta } from '../types'

const files = import.meta.glob<{ default: ObjectMeta & { number_pattern?: string } }>(
  '../../../../src/sales/*/objects/*.json',
  { eager: true },
)

const label = (zh: string, en: string): Label => ({ zh, en })
const standard = (hasOwner: boolean, hasNumber: boolean): Field[] => {
  const fields: Field[] = []
  if (hasNumber)
    fields.push({
      name: 'number',
      type: 'autonumber',
      label: label('编号', 'Number'),
      read_only: true,
    })
  if (hasOwner) {
    fields.push({ name: 'owner', type: 'user', label: label('负责人', 'Owner') })
    fields.push({
      name: 'owner_dept',
      type: 'department',
      label: label('所属部门', 'Department'),
      read_only: true,
    })
  }
  return [
    ...fields,
    {
      name: 'tags',
      type: 'multi_select',
      label: label('标签', 'Tags'),
      settings: {
        options: [
          { key: 'key', label: label('重点', 'Key'), color: '#C2410C' },
          { key: 'new', label: label('新', 'New'), color: '#0E8A5F' },
        ],
      },
    },
    { name: 'created_by', type: 'user', label: label('创建人', 'Created by'), read_only: true },
    { name: 'created_at', type: 'datetime', label: label('创建时间', 'Created'), read_only: true },
    { name: 'updated_at', type: 'datetime', label: label('更新时间', 'Updated'), read_only: true },
  ]
}

function operatorsOf(type: FieldTypeName): string[] {
  switch (type) {
    case 'text':
    case 'long_text':
    case 'phone':
    case 'email':
    case 'url':
    case 'autonumber':
      return ['contains', '==', '!=', 'starts_with', 'is_empty', 'is_not_empty']
    case 'select':
    case 'user':
    case 'department':
    case 'lookup':
      return ['==', '!=', 'in', 'not_in', 'is_empty', 'is_not_empty']
    case 'multi_select':
      return ['contains', 'is_empty', 'is_not_empty']
    case 'boolean':
      return ['==']
    case 'lines':
    case 'attachment':
    case 'address':
      return ['is_empty', 'is_not_empty']
    default:
      return ['==', '!=', '<', '<=', '>', '>=', 'between', 'is_empty', 'is_not_empty']
  }
}

function complete(file: ObjectMeta & { number_pattern?: string }): ObjectMeta {
  const own = [...standard(file.has_owner ?? true, Boolean(file.number_pattern)), ...file.fields]
  const fields = own.map((field): Field => ({
    ...field,
    right: field.name === 'annual_revenue' ? 'read' : 'write',
    operators: operatorsOf(field.type),
    stored: field.type !== 'lines',
  }))
  const verbs = (file.verbs ?? []).map((verb) => verb.name)
  return {
    ...file,
    fields,
    in_menu: file.in_menu ?? true,
    has_owner: file.has_owner ?? true,
    can: {
      create: true,
      update: true,
      remove: true,
      import: true,
      export: true,
      transfer: true,
      verbs,
    },
    relations: [],
  }
}

export function fakeSchema(): ObjectMeta[] {
  const objects = Object.values(files)
    .map((file) => complete(file.default))
    .sort((a, b) => a.number - b.number)
  for (const object of objects) {
    for (const field of object.fields) {
      const target = objects.find((other) => other.object === field.settings?.target)
      if (field.type !== 'lookup' || !target || object.in_menu === false) continue
      target.relations.push({ object: object.object, field: field.name, label: object.label })
    }
  }
  return objects
}
