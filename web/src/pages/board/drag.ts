// What is carried while a card is dragged.
import type { RecordRow } from '../../api/types'

const kind = 'opportunity-card'

export const dragData = (record: RecordRow): Record<string, unknown> => ({ kind, record })

export const isDraggedCard = (data: Record<string, unknown>): boolean => data.kind === kind
