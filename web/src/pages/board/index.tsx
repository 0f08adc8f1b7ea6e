// The opportunity board: a column per stage, cards moved by drag, by key or by their menu.
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sumTexts } from '../../base/decimal'
import type { RecordRow } from '../../api/types'
import { Figure } from '../../record/figure'
import type { ListKindProps } from '../../record/extend'
import { VerbDialog } from '../../record/verb_dialog'
import { SkeletonLines } from '../../ui/states'
import { Column } from './column'
import { isDraggedCard } from './drag'
import { EndZones } from './end_zones'
import { useMoves } from './use_moves'
import { useBoardStages } from '../../record/stages'
import { useStageSums } from './use_columns'
import './board.css'

export default function Board({ meta, where, sort }: ListKindProps) {
  const { t } = useTranslation()
  const stages = useBoardStages()
  const sums = useStageSums(where)
  const moves = useMoves(meta, stages ?? [])
  const [dragged, setDragged] = useState<RecordRow | null>(null)
  const { move } = moves
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => isDraggedCard(source.data),
        onDragStart: ({ source }) => setDragged(source.data.record as RecordRow),
        onDrop: ({ source, location }) => {
          setDragged(null)
          const stage = location.current.dropTargets[0]?.data.stage
          if (typeof stage === 'string') move(source.data.record as RecordRow, stage)
        },
      }),
    [move],
  )
  const shown = useMemo(
    () => stages?.filter((stage) => stage.kind === 'open' || stage.kind === 'won'),
    [stages],
  )
  if (!stages || !shown) {
    return (
      <div className="page">
        <SkeletonLines />
      </div>
    )
  }
  const open = shown.filter((stage) => stage.kind === 'open')
  const total = (pick: 'amount' | 'weighted') =>
    sumTexts(open.map((stage) => sums?.get(stage.id)?.[pick]))
  return (
    <div className="board-page">
      <div className="board-sums">
        <span>
          {t('web.board.open')}{' '}
          <Figure
            source={{ metric: 'open_pipeline' }}
            value={total('amount')}
            unit="money"
            label={t('web.board.open')}
          />
        </span>
        <span>
          {t('web.board.weighted')}{' '}
          <Figure
            source={{ metric: 'weighted_pipeline' }}
            value={total('weighted')}
            unit="money"
            label={t('web.board.weighted')}
          />
        </span>
      </div>
      <div className="board" role="region" aria-label={t('web.board')} tabIndex={0}>
        {shown.map((stage) => (
          <Column
            key={stage.id}
            stage={stage}
            stages={stages}
            sums={sums?.get(stage.id)}
            where={where}
            sort={sort}
            moved={moves.moved}
            onMove={move}
          />
        ))}
      </div>
      {dragged ? <EndZones stages={stages} /> : null}
      {moves.asked ? (
        <VerbDialog
          meta={meta}
          record={moves.asked.record}
          verb={moves.asked.verb}
          start={moves.asked.start}
          onClose={moves.close}
        />
      ) : null}
      <div className="sr-only" role="status" aria-live="polite">
        {moves.said}
      </div>
    </div>
  )
}
