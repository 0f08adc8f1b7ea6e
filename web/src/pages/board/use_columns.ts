// The cards of a column: fetched in blocks by the list's own filter and order, and the sums above
// each column in one call.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../../api/calls'
import { useAggregate } from '../../api/queries'
import type { RecordRow, Reference } from '../../api/types'
import { asText } from '../../fields/kit'

const blockSize = 50
const cardFields = [
  'name',
  'account',
  'amount',
  'currency',
  'expected_close',
  'owner',
  'tags',
  'stage',
  'state',
  'pipeline',
  'days_in_stage',
  'stuck',
  'last_follow_at',
  'win_rate',
]

export function joinWhere(...terms: (string | undefined)[]): string {
  const used = terms.filter((term): term is string => Boolean(term && term.trim()))
  return used.length > 1 ? used.map((term) => `(${term})`).join(' and ') : (used[0] ?? '')
}

export function useColumnCards(where: string, sort: string, stage: string) {
  const request = {
    where: joinWhere(where, `stage == ${JSON.stringify(stage)}`),
    sort,
    fields: cardFields,
    limit: blockSize,
    can: true,
  }
  return useInfiniteQuery({
    queryKey: ['list', 'opportunity', 'board', request],
    queryFn: ({ pageParam, signal }) =>
      api.list('opportunity', { ...request, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export interface Sums {
  count: number
  amount: string
  weighted: string
}

export function useStageSums(where: string): ReadonlyMap<string, Sums> | undefined {
  const { data } = useAggregate({
    object: 'opportunity',
    where,
    group: ['stage'],
    measures: [{ fn: 'count' }, { fn: 'sum', field: 'amount' }, { fn: 'sum', field: 'weighted' }],
  })
  if (!data) return undefined
  return new Map(
    data.rows.map((row): [string, Sums] => {
      const stage = row.stage as Reference | string | null
      return [
        typeof stage === 'string' ? stage : (stage?.id ?? ''),
        {
          count: Number(asText(row.count)),
          amount: asText(row.sum_amount) || '0',
          weighted: asText(row.sum_weighted) || '0',
        },
      ]
    }),
  )
}

export function cardsOf(pages: readonly { records: RecordRow[] }[] | undefined): RecordRow[] {
  return pages?.flatMap((page) => page.records) ?? []
}
