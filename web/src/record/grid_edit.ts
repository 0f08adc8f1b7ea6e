// Saving one cell: optimistic, undone from the toast or with Ctrl+Z, refused at the cell.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client'
import { recordKey, useUpdate } from '../api/queries'
import { api } from '../api/calls'
import type { Field, ObjectMeta, RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import { toast } from '../ui/toast'

export function isCellEditable(meta: ObjectMeta, field: Field): boolean {
  return (
    meta.can.update &&
    !field.read_only &&
    (field.right ?? 'write') === 'write' &&
    field.type !== 'lines' &&
    field.type !== 'attachment' &&
    field.type !== 'address' &&
    uiOf(field).Input !== null
  )
}

export type SaveCell = (
  record: RecordRow,
  field: Field,
  value: unknown,
  onRefused?: (reason: string) => void,
) => void

export function useSaveCell(meta: ObjectMeta): SaveCell {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { mutate } = useUpdate(meta.object)
  return useCallback<SaveCell>(
    (record, field, value, onRefused) => {
      const before = record[field.name] ?? null
      if (JSON.stringify(before) === JSON.stringify(value ?? null)) return
      mutate(
        { record, fields: { [field.name]: value } },
        {
          onSuccess: (saved) =>
            toast(t('web.saved'), {
              undo: () => mutate({ record: saved, fields: { [field.name]: before } }),
            }),
          onError: (error) => {
            const reason =
              error instanceof ApiError
                ? (error.issues[0]?.message ?? error.message)
                : String(error)
            if (error instanceof ApiError && error.isConflict) {
              void client.fetchQuery({
                queryKey: recordKey(meta.object, record.id),
                queryFn: () => api.get(meta.object, record.id),
              })
              void client.invalidateQueries({ queryKey: ['list', meta.object] })
            }
            if (onRefused) onRefused(reason)
            else toast(reason, { kind: 'bad' })
          },
        },
      )
    },
    [meta.object, mutate, client, t],
  )
}
