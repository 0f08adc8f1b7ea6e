// One stage: its sums, and its cards; only the cards in sight are drawn.
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toPlotNumber } from '../../base/decimal'
import { useWindow } from '../../record/use_window'
import type { RecordRow } from '../../api/types'
import { useFormat } from '../../ui/format'
import { Skeleton } from '../../ui/states'
import { Card } from './card'
import { isDraggedCard } from './drag'
import type { Stage } from '../../record/stages'
import { cardsOf, useColumnCards, type Sums } from './use_columns'
import type { Moved } from './use_moves'

export const cardHeight = 128 // with the gap below it
const virtualFrom = 50
const ahead = 12 // cards before the end of a block at which the next one is asked for

interface Props {
  stage: Stage
  stages: readonly Stage[]
  sums: Sums | undefined
  where: string
  sort: string
  moved: readonly Moved[]
  onMove: (record: RecordRow, stage: string) => void
}

export function Column({ stage, stages, sums, where, sort, moved, onMove }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useColumnCards(
    where,
    sort,
    stage.id,
  )
  const away = new Set(moved.map((one) => one.record.id))
  const arrived = moved.filter((one) => one.stage === stage.id).map((one) => one.record)
  const cards = [...arrived, ...cardsOf(data?.pages).filter((card) => !away.has(card.id))]
  const sight = useWindow(box, cards.length, cardHeight, 0)
  const isVirtual = cards.length > virtualFrom
  const first = isVirtual ? sight.first : 0
  const last = isVirtual ? sight.last : cards.length - 1
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= cards.length - ahead) void fetchNextPage()
  }, [last, cards.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => isDraggedCard(source.data),
      getData: () => ({ stage: stage.id }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [stage.id])
  const share = toPlotNumber(stage.winRate)
  const count = (sums?.count ?? 0) + arrived.length
  return (
    <section
      className="board-column"
      aria-label={t('web.board.column', { stage: stage.name, count })}
      style={{ '--stage': stage.color } as React.CSSProperties}
    >
      <header className="board-head">
        <h2 className="ellipsis">{stage.name}</h2>
        <span className="muted">{sums ? format.number(count) : ''}</span>
        <span className="grow" />
        <strong title={t('web.board.sum')}>{sums ? format.moneyShort(sums.amount) : ''}</strong>
        <span className="board-rate" aria-hidden="true">
          <i style={{ width: `${share}%` }} />
        </span>
        {stage.kind === 'open' && sums ? (
          <span className="board-weighted muted">
            {t('web.board.weighted_of', {
              rate: format.percent(stage.winRate, 0),
              amount: format.moneyShort(sums.weighted),
            })}
          </span>
        ) : null}
      </header>
      <div
        ref={box}
        className="board-cards"
        data-over={over}
        tabIndex={0}
        role="region"
        aria-label={stage.name}
      >
        {data === undefined ? <Skeleton height={cardHeight - 8} /> : null}
        {data && cards.length === 0 ? (
          <p className="muted board-none">{t('web.board.none')}</p>
        ) : null}
        <ul style={isVirtual ? { height: sight.height, position: 'relative' } : undefined}>
          {cards.slice(first, last + 1).map((card, index) => (
            <li
              key={card.id}
              aria-setsize={count}
              aria-posinset={first + index + 1}
              style={
                isVirtual
                  ? { position: 'absolute', left: 0, right: 0, top: sight.topOf(first + index) }
                  : undefined
              }
            >
              <Card record={card} stage={stage} stages={stages} onMove={onMove} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
