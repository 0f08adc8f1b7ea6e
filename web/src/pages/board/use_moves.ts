// Moving a card: shown at once when the stage asks for nothing, else after its small form. What
// the server refuses goes back to its place with the reason.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Fields } from '../../api/calls'
import { ApiError } from '../../api/client'
import { touch } from '../../api/queries'
import type { ObjectMeta, RecordRow, Reference, Verb } from '../../api/types'
import { asText } from '../../fields/kit'
import { toast } from '../../ui/toast'
import { stepBetween, type Stage } from '../../record/stages'

export interface Moved {
  record: RecordRow
  stage: string
}

interface Asked {
  record: RecordRow
  verb: Verb
  start: Fields
}

export function useMoves(meta: ObjectMeta, stages: readonly Stage[]) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [moved, setMoved] = useState<readonly Moved[]>([])
  const [asked, setAsked] = useState<Asked | null>(null)
  const [said, setSaid] = useState('')

  const move = useCallback(
    (record: RecordRow, to: string) => {
      const from = stages.find((one) => one.id === (record.stage as Reference | null)?.id)
      const target = stages.find((one) => one.id === to)
      if (!target) return
      const step = stepBetween(meta, record, from, target)
      if (step.kind === 'none') return
      const verb = meta.verbs?.find((one) => one.name === step.verb)
      if (!verb || (record.can && !record.can.verbs.includes(verb.name))) {
        toast(t('web.board.not_allowed', { stage: target.name }), { kind: 'bad' })
        return
      }
      const title = asText(record[meta.title_field])
      if (step.asks) {
        const stage = { id: target.id, name: target.name }
        setAsked({
          record,
          verb,
          start: verb.name === 'win' ? { amount: record.amount } : { stage },
        })
        return
      }
      const drop = () => setMoved((old) => old.filter((one) => one.record.id !== record.id))
      setMoved((old) => [
        { record, stage: to },
        ...old.filter((one) => one.record.id !== record.id),
      ])
      setSaid(t('web.board.moved', { name: title, stage: target.name }))
      api
        .verb(meta.object, record.id, verb.name, { stage: to }, record.version)
        .then(async () => {
          touch(client, meta.object, record.id)
          await client.refetchQueries({ queryKey: ['list', meta.object], type: 'active' })
        })
        .catch((error: unknown) => {
          const text =
            error instanceof ApiError
              ? [error.message, ...error.issues.map((issue) => issue.message)].join(' ')
              : t('web.state.failed')
          toast(text, { kind: 'bad' })
          setSaid(text)
        })
        .finally(drop)
    },
    [client, meta, stages, t],
  )
  const close = useCallback(() => setAsked(null), [])
  return useMemo(() => ({ moved, asked, said, move, close }), [moved, asked, said, move, close])
}
