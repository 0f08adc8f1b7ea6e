// How hand-made pages (room pages/) add to the generic ones: routes and menu entries, panels of
// a record page, kinds of list. The lists live in pages/index.ts; app/ provides them here.
import { createContext, useContext, type ComponentType } from 'react'
import type { Fields } from '../api/calls'
import type { ObjectMeta, RecordRow, Verb } from '../api/types'

export type MenuGroup = 'top' | 'sales' | 'team' | 'bottom'

export interface PageMenu {
  group: MenuGroup
  label: string // sentence key
  icon: string
  order?: number
  admin?: boolean // for administrators only
}

export interface PageEntry {
  path: string // "/workbench"; parameters as $id
  load: () => Promise<{ default: ComponentType }>
  validateSearch?: (raw: Record<string, unknown>) => Record<string, unknown>
  menu?: PageMenu
  home?: boolean // the page behind "/"
  bare?: boolean // without the shell (print)
}

export interface RecordPanelProps {
  meta: ObjectMeta
  record: RecordRow
}

// top: under the stage path; tab: beside the timeline; side: above the related lists;
// page: instead of the whole generic record page.
export interface RecordPanel {
  object: string
  slot: 'top' | 'tab' | 'side' | 'page'
  key: string
  label?: string // sentence key, for tabs
  covers?: readonly string[] // related lists that this panel shows itself
  load: () => Promise<{ default: ComponentType<RecordPanelProps> }>
}

export interface ListKindProps {
  meta: ObjectMeta
  where: string
  sort: string
  groupBy: string | undefined // the field of a board's columns or of a calendar's days
  onGroupBy: (field: string) => void
}

// Another way to show a list beside the table, such as a board.
export interface ListKind {
  kind: string
  label: string
  icon: string
  fits: (meta: ObjectMeta) => boolean
  load: () => Promise<{ default: ComponentType<ListKindProps> }>
}

export interface VerbDialogProps extends RecordPanelProps {
  verb: Verb
  start?: Fields
  onClose: () => void
}

// A dialog of its own for a verb whose arguments are more than a small form.
export interface OwnVerbDialog {
  object: string
  verb: string
  load: () => Promise<{ default: ComponentType<VerbDialogProps> }>
}

export interface Command {
  key: string
  label: string
  icon: string
  run: () => void
}

export interface Extensions {
  pages: readonly PageEntry[]
  panels: readonly RecordPanel[]
  listKinds: readonly ListKind[]
  verbDialogs: readonly OwnVerbDialog[]
}

export const ExtensionsContext = createContext<Extensions>({
  pages: [],
  panels: [],
  listKinds: [],
  verbDialogs: [],
})
export const useExtensions = (): Extensions => useContext(ExtensionsContext)
