// While a card is dragged: places to drop it for losing or setting it aside.
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../ui/icon'
import { isDraggedCard } from './drag'
import type { Stage } from '../../record/stages'

function Zone({ stage }: { stage: Stage }) {
  const element = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (!element.current) return undefined
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => isDraggedCard(source.data),
      getData: () => ({ stage: stage.id }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [stage.id])
  return (
    <div ref={element} className="board-zone" data-over={over}>
      <Icon name={stage.kind === 'lost' ? 'circle-x' : 'ban'} size={15} />
      {stage.name}
    </div>
  )
}

export function EndZones({ stages }: { stages: readonly Stage[] }) {
  return (
    <div className="board-zones" aria-hidden="true">
      {stages
        .filter((stage) => stage.kind === 'lost' || stage.kind === 'void')
        .map((stage) => (
          <Zone key={stage.id} stage={stage} />
        ))}
    </div>
  )
}
