// UI state that several places open: the create form, the palette, the follow-up box.
import { create } from 'zustand'
import type { Fields } from '../api/calls'
import type { RecordRow } from '../api/types'

export interface FormRequest {
  object: string
  defaults?: Fields
  record?: RecordRow // given: edit it
  fields?: readonly string[] // only these
  onDone?: (record: RecordRow) => void
}

interface Stores {
  forms: readonly FormRequest[] // a lookup may open another form on top
  palette: boolean
  help: boolean
  followUp: number // grows when E asks for the composer
  openForm: (request: FormRequest) => void
  closeForm: (request: FormRequest) => void
  setPalette: (open: boolean) => void
  setHelp: (open: boolean) => void
  askFollowUp: () => void
}

export const useStores = create<Stores>((set) => ({
  forms: [],
  palette: false,
  help: false,
  followUp: 0,
  openForm: (form) => set((old) => ({ forms: [...old.forms, form] })),
  closeForm: (form) => set((old) => ({ forms: old.forms.filter((one) => one !== form) })),
  setPalette: (palette) => set({ palette }),
  setHelp: (help) => set({ help }),
  askFollowUp: () => set((old) => ({ followUp: old.followUp + 1 })),
}))

export const openForm = (request: FormRequest): void => useStores.getState().openForm(request)
