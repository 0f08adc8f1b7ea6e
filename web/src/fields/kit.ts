// What a field type is on the screen. One folder per type, same names as kernel/types; all.ts
// lists them.
import type { ComponentType } from 'react'
import type { Field, RecordRow } from '../api/types'
import type { Operand, Operator } from '../base/expr/filter'
import type { Format } from '../base/format'

export interface CellProps {
  value: unknown
  field: Field
  record?: RecordRow | undefined
  currency?: string | undefined
}

export interface InputProps {
  value: unknown
  onChange: (value: unknown) => void
  field: Field
  label: string
  id?: string | undefined
  invalid?: boolean | undefined
  describedBy?: string | undefined
  disabled?: boolean | undefined
  currency?: string | undefined
  autoOpen?: boolean | undefined // an inline editor opens its list at once
  initialText?: string | undefined
  onBlur?: (() => void) | undefined
}

export type Parsed = { value: unknown } | { problem: string } // problem: sentence key

// Edited as one line of text: inline in a cell, pasted from a spreadsheet.
export interface TextForm {
  toText: (value: unknown, field: Field) => string
  parse: (text: string, field: Field, format: Format) => Parsed
}

export interface FilterProps {
  field: Field
  operator: Operator
  operands: readonly Operand[]
  onChange: (operands: Operand[]) => void
}

export interface FieldUi {
  Cell: ComponentType<CellProps>
  View?: ComponentType<CellProps> // in a record's details; the cell when left out
  Input: ComponentType<InputProps> | null // null: people never set it
  text?: TextForm
  Filter: ComponentType<FilterProps> | null
  plain: (value: unknown, field: Field, format: Format, language: string) => string
  align?: 'end'
  width: number
}

export function isBlank(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}

export function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') return 'name' in value ? String(value.name) : ''
  return String(value)
}

// The type that shows a formula's or a roll-up's result.
export function shownType(field: Field): Field['type'] {
  if (field.type === 'formula' || field.type === 'rollup') {
    return field.settings?.result_type ?? (field.settings?.fn === 'count' ? 'integer' : 'text')
  }
  return field.type
}
