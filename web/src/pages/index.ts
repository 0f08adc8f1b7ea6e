// The hand-made pages: add one line per page, record panel, kind of list or verb dialog.
import type { ListKind, OwnVerbDialog, PageEntry, RecordPanel } from '../record/extend'
import { columnFields, dayFields } from '../record/list_fields'
import { readImportSearch } from './exchange/search'
import { readWorkbenchSearch } from './workbench/search'

export const pages: PageEntry[] = [
  {
    path: '/workbench',
    load: () => import('./workbench'),
    validateSearch: readWorkbenchSearch,
    menu: { group: 'top', label: 'web.workbench', icon: 'layout-dashboard', order: 1 },
    home: true,
  },
  {
    path: '/notices',
    load: () => import('./notices'),
    menu: { group: 'top', label: 'web.notices', icon: 'inbox', order: 2 },
  },
  {
    path: '/money',
    load: () => import('./money'),
    menu: { group: 'sales', label: 'web.money', icon: 'wallet', order: 5.5 },
  },
  { path: '/import', load: () => import('./exchange/wizard'), validateSearch: readImportSearch },
  {
    path: '/imports',
    load: () => import('./exchange/history'),
    menu: { group: 'bottom', label: 'web.imports', icon: 'upload', order: 80 },
  },
  {
    path: '/bin',
    load: () => import('./bin'),
    menu: { group: 'bottom', label: 'web.bin.title', icon: 'trash', order: 85 },
  },
  {
    path: '/people',
    load: () => import('./people'),
    menu: { group: 'bottom', label: 'web.people', icon: 'shield', order: 90, admin: true },
  },
  { path: '/setup', load: () => import('./setup') },
  {
    path: '/company',
    load: () => import('./company'),
    menu: { group: 'bottom', label: 'web.company', icon: 'building-2', order: 91, admin: true },
  },
]

export const panels: RecordPanel[] = [
  { object: 'account', slot: 'top', key: 'money', load: () => import('./account/top') },
  { object: 'opportunity', slot: 'top', key: 'stage', load: () => import('./opportunity/top') },
  { object: 'contract', slot: 'top', key: 'tracks', load: () => import('./contract/tracks') },
  {
    object: 'contract',
    slot: 'tab',
    key: 'money',
    label: 'web.contract.money',
    covers: ['instalment', 'receipt', 'allocation', 'invoice'],
    load: () => import('./contract/money_tab'),
  },
  {
    object: 'quote',
    slot: 'tab',
    key: 'lines',
    label: 'web.quote.lines',
    load: () => import('./quote/lines_tab'),
  },
  {
    object: 'quote',
    slot: 'side',
    key: 'versions',
    covers: ['quote'],
    load: () => import('./quote/versions'),
  },
  ...['opportunity', 'quote', 'contract', 'lead'].map((object) => ({
    object,
    slot: 'side' as const,
    key: 'account',
    load: () => import('./account/card'),
  })),
  ...['account', 'contact', 'lead'].map((object) => ({
    object,
    slot: 'side' as const,
    key: 'merge',
    load: () => import('./merge/hint'),
  })),
  { object: 'receipt', slot: 'top', key: 'rest', load: () => import('./money/receipt_panel') },
  {
    object: 'role',
    slot: 'tab',
    key: 'rights',
    label: 'web.rights.title',
    load: () => import('./people/rights_tab'),
  },
  { object: 'user', slot: 'side', key: 'access', load: () => import('./people/user_panel') },
]

export const listKinds: ListKind[] = [
  {
    kind: 'board',
    label: 'web.board',
    icon: 'kanban',
    fits: (meta) => meta.object === 'opportunity',
    load: () => import('./board'),
  },
  {
    kind: 'board',
    label: 'web.board',
    icon: 'kanban',
    fits: (meta) => meta.object !== 'opportunity' && columnFields(meta).length > 0,
    load: () => import('./board/any'),
  },
  {
    kind: 'calendar',
    label: 'web.calendar',
    icon: 'calendar',
    fits: (meta) => dayFields(meta).length > 0,
    load: () => import('./calendar'),
  },
]

export const verbDialogs: OwnVerbDialog[] = [
  { object: 'opportunity', verb: 'advance', load: () => import('./board/entry_dialog') },
  { object: 'contract', verb: 'plan', load: () => import('./contract/plan_dialog') },
  { object: 'receipt', verb: 'allocate', load: () => import('./money/allocate_dialog') },
  { object: 'lead', verb: 'convert', load: () => import('./lead/convert_dialog') },
  ...['account', 'contact', 'lead'].map((object) => ({
    object,
    verb: 'merge',
    load: () => import('./merge/dialog'),
  })),
  ...['leave', 'hand_over'].map((verb) => ({
    object: 'user',
    verb,
    load: () => import('./leaver/dialog'),
  })),
  { object: 'user', verb: 'assign_roles', load: () => import('./people/roles_dialog') },
]
