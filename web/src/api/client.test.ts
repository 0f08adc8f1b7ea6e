import { afterEach, describe, expect, it } from 'vitest'
import { api } from './calls'
import { ApiError, configureClient, toQuery, type WireAnswer, type WireRequest } from './client'
import { mergeSaved, toWire } from './queries'

const sent: WireRequest[] = []
let answer: WireAnswer = { status: 200, body: {}, headers: () => null }

configureClient({
  csrf: 'token',
  transport: (request) => {
    sent.push(request)
    return Promise.resolve(answer)
  },
})
afterEach(() => {
  sent.length = 0
  answer = { status: 200, body: {}, headers: () => null }
})

describe('client', () => {
  it('sends the CSRF token and a key with every write', async () => {
    await api.update('account', '7', 3, { name: 'x' })
    expect(sent[0]).toMatchObject({
      method: 'PATCH',
      path: '/records/account/7',
      body: '{"name":"x","version":3}',
    })
    expect(sent[0]!.headers['X-CSRF-Token']).toBe('token')
    expect(sent[0]!.headers['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/)
  })
  it('reads without either', async () => {
    await api.list('account', { where: 'a == 1', fields: ['name', 'owner'], limit: 5 })
    expect(sent[0]!.path).toBe('/records/account?where=a+%3D%3D+1&fields=name%2Cowner&limit=5')
    expect(sent[0]!.headers['Idempotency-Key']).toBeUndefined()
  })
  it('turns problem+json into an error with its issues', async () => {
    answer = {
      status: 422,
      headers: () => null,
      body: {
        code: 'invalid',
        detail: 'no',
        trace: 't1',
        issues: [{ field: 'name', code: 'required', message: 'm' }],
      },
    }
    const error = await api.create('account', {}).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 422,
      code: 'invalid',
      trace: 't1',
      issues: [{ field: 'name' }],
    })
  })
  it('leaves empty values out of a query', () => {
    expect(toQuery({ a: '', b: undefined, c: false, d: true, e: 0 })).toBe('?d=1&e=0')
  })
})

describe('what goes out', () => {
  it('names references, files and lines by their ids', () => {
    expect(
      toWire({
        owner: { id: '5', name: 'n' },
        files: [{ id: '1', name: 'f', size: 2, type: 't' }],
        lines: [
          { id: '9', version: 2, product: { id: '3', name: 'p' } },
          { _key: 'new-1', amount: '1.00' },
        ],
        tags: ['a'],
      }),
    ).toEqual({
      owner: '5',
      files: ['1'],
      lines: [{ id: '9', product: '3' }, { amount: '1.00' }],
      tags: ['a'],
    })
  })
  it('keeps the columns a list row was asked for', () => {
    const merged = mergeSaved(
      { id: '1', version: 1, 'account.name': 'A', amount: '1' },
      { id: '1', version: 2, amount: '2' },
    )
    expect(merged).toEqual({ id: '1', version: 2, 'account.name': 'A', amount: '2' })
  })
})
