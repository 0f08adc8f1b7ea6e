// Rows of a list of any length in blocks: the next one by the cursor of the one before, a far
// one by its place. Blocks stay in the query cache under the object's lists.
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../api/calls'
import type { ListAnswer, ListRequest, RecordRow } from '../api/types'

export const blockSize = 100

export interface Blocks {
  total: number | undefined // undefined until the first block came
  approximate: boolean
  rowAt: (index: number) => RecordRow | undefined
  error: unknown
  loading: boolean
  retry: () => void
}

const keyOf = (object: string, request: ListRequest, block: number) =>
  ['list', object, 'block', request, block] as const

export function useBlocks(
  object: string,
  request: ListRequest,
  first: number,
  last: number,
): Blocks {
  const client = useQueryClient()
  const from = Math.max(0, Math.floor(first / blockSize))
  const to = Math.max(from, Math.floor(Math.max(0, last) / blockSize))
  const wanted = [
    ...new Set([0, ...Array.from({ length: to - from + 1 }, (_, index) => from + index)]),
  ]
  const answers = useQueries({
    queries: wanted.map((block) => ({
      queryKey: keyOf(object, request, block),
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const before = client.getQueryData<ListAnswer>(keyOf(object, request, block - 1))
        const place: ListRequest =
          block === 0
            ? { count: 'quick' }
            : before?.next
              ? { after: before.next }
              : { at: block * blockSize }
        return api.list(object, { ...request, limit: blockSize, ...place }, signal)
      },
      staleTime: 60_000,
    })),
  })
  const head = answers[0]
  const approximate = head?.data?.approximate === true
  const exact = useQuery({
    queryKey: ['list', object, 'count', request.where ?? '', request.bin ?? false],
    queryFn: ({ signal }) =>
      api.list(
        object,
        { where: request.where ?? '', bin: request.bin ?? false, limit: 1, count: 'exact' },
        signal,
      ),
    enabled: approximate,
  })
  const data = answers.map((answer) => answer.data)
  const byBlock = useMemo(
    () => new Map(wanted.map((block, index) => [block, data[index]])),
    [data.map((one) => one).join(), ...data],
  )
  const rowAt = useMemo(
    () => (index: number) => byBlock.get(Math.floor(index / blockSize))?.records[index % blockSize],
    [byBlock],
  )
  const failed = answers.find((answer) => answer.error)
  return {
    total: head?.data
      ? (exact.data?.count ?? head.data.count ?? head.data.records.length)
      : undefined,
    approximate: approximate && exact.data === undefined,
    rowAt,
    error: failed?.error ?? null,
    loading: head?.isPending ?? true,
    retry: () => void failed?.refetch(),
  }
}
