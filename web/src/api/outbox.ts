// Records made while offline: kept in IndexedDB with the idempotency key they were made with, and
// sent once when the network is back.
import { create } from 'zustand'
import { api, type Fields } from './calls'
import { ApiError } from './client'

export interface Waiting {
  key: string
  object: string
  fields: Fields
  title: string
  problem?: string // the server refused it: a person must look
}

const name = 'bihuan'
const store = 'outbox'

interface OutboxStore {
  waiting: readonly Waiting[]
  set: (waiting: readonly Waiting[]) => void
}

export const useOutbox = create<OutboxStore>((set) => ({
  waiting: [],
  set: (waiting) => set({ waiting }),
}))

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'key' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('indexedDB'))
  })
}

async function run<T>(
  mode: IDBTransactionMode,
  act: (rows: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = act(database.transaction(store, mode).objectStore(store))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('indexedDB'))
    })
  } finally {
    database.close()
  }
}

async function read(): Promise<Waiting[]> {
  const all = await run('readonly', (rows) => rows.getAll() as IDBRequest<Waiting[]>)
  useOutbox.getState().set(all)
  return all
}

export async function keepForLater(one: Waiting): Promise<void> {
  await run('readwrite', (rows) => rows.put(one))
  await read()
}

export async function forget(key: string): Promise<void> {
  await run('readwrite', (rows) => rows.delete(key))
  await read()
}

let sending = false

// Sends what waits, oldest first; stops when the network is away again. True when any was sent.
export async function sendWaiting(): Promise<boolean> {
  if (sending) return false
  sending = true
  let sent = false
  try {
    for (const one of await read()) {
      if (one.problem) continue
      try {
        await api.create(one.object, one.fields, one.key)
        await forget(one.key)
        sent = true
      } catch (error) {
        if (!(error instanceof ApiError) || error.isOffline || error.status >= 500) break
        const reason = error.issues[0]?.message ?? error.message
        await keepForLater({ ...one, problem: reason })
      }
    }
  } catch {
    /* no IndexedDB here: nothing was kept */
  } finally {
    sending = false
  }
  return sent
}
