// The hand-made pages: add one line per page, record panel or kind of list.
import type { ListKind, PageEntry, RecordPanel } from '../record/extend'

export const pages: PageEntry[] = []
export const panels: RecordPanel[] = []
export const listKinds: ListKind[] = []
