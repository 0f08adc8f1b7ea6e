// Saving many cells as one act: shown at once, one transaction, one undo.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../api/calls'
import { ApiError } from '../api/client'
import { patchCached, touch, toWire } from '../api/queries'
import type { BatchOp, ObjectMeta, RecordRow } from '../api/types'
import { toast } from '../ui/toast'

export interface CellChange {
  record: RecordRow
  field: string
  value: unknown
}

const rowsPerBatch = 1000 // the server's limit of one batch
const undoMs = 10_000

interface RowChange {
  record: RecordRow
  fields: Fields
  before: Fields
}

export function byRow(changes: readonly CellChange[]): RowChange[] {
  const rows = new Map<string, RowChange>()
  for (const { record, field, value } of changes) {
    const before = record[field] ?? null
    if (JSON.stringify(before) === JSON.stringify(value ?? null)) continue
    const row = rows.get(record.id) ?? { record, fields: {}, before: {} }
    row.fields[field] = value
    row.before[field] = before
    rows.set(record.id, row)
  }
  return [...rows.values()]
}

export type SaveCells = (changes: readonly CellChange[]) => Promise<void>

export function useSaveCells(meta: ObjectMeta): SaveCells {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useCallback<SaveCells>(
    async (changes) => {
      const rows = byRow(changes)
      if (rows.length === 0) return
      const show = (pick: (row: RowChange) => Fields) => {
        for (const row of rows)
          patchCached(client, meta.object, row.record.id, (old) => ({ ...old, ...pick(row) }))
      }
      const send = async (pick: (row: RowChange) => Fields, versions: boolean) => {
        const ops: BatchOp[] = rows.map((row) => ({
          op: 'update',
          object: meta.object,
          id: row.record.id,
          ...(versions ? { version: row.record.version } : {}),
          body: toWire(pick(row)),
        }))
        for (let from = 0; from < ops.length; from += rowsPerBatch)
          await api.batch(ops.slice(from, from + rowsPerBatch))
        touch(client, meta.object)
      }
      show((row) => row.fields)
      try {
        await send((row) => row.fields, true)
        toast(t('web.grid.saved_cells', { count: changes.length }), {
          forMs: undoMs,
          undo: () => {
            show((row) => row.before)
            void send((row) => row.before, false).catch(() => touch(client, meta.object))
          },
        })
      } catch (error) {
        show((row) => row.before)
        touch(client, meta.object)
        const place = error instanceof ApiError ? /^\[(\d+)\]/.exec(error.field ?? '')?.[1] : null
        const row = place ? rows[Number(place)]?.record : undefined
        const reason =
          error instanceof ApiError
            ? (error.issues[0]?.message ?? error.message)
            : t('web.state.failed')
        const name = row ? String(row[meta.title_field] ?? '') : ''
        toast(name ? t('web.grid.refused', { name, reason }) : reason, { kind: 'bad' })
      }
    },
    [client, meta, t],
  )
}
