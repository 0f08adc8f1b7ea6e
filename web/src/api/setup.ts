// How far the first administrator has come: kept in his settings, so that he may go on later.
import { useQueryClient } from '@tanstack/react-query'
import { api } from './calls'
import { useSession } from './queries'
import type { Session, User } from './types'

export const setupSteps = ['company', 'people', 'pipeline', 'data'] as const
export type SetupStep = (typeof setupSteps)[number]

export interface Setup {
  step: SetupStep
  state: 'new' | 'left' | 'done'
}

export function setupOf(user: User | undefined): Setup {
  const saved = (user?.settings.setup ?? {}) as Partial<Setup>
  const step = setupSteps.find((one) => one === saved.step) ?? 'company'
  const state = saved.state === 'left' || saved.state === 'done' ? saved.state : 'new'
  return { step, state }
}

// Nobody but the first administrator is here, and he has not begun or put it off.
export function isFirstRun(user: User | undefined): boolean {
  if (!user?.administrator || user.company.demo || user.company.users > 1) return false
  return setupOf(user).state === 'new'
}

// He began and has not finished: the workbench offers to go on.
export function mayResume(user: User | undefined): boolean {
  if (!user?.administrator || user.company.demo) return false
  return user.settings.setup !== undefined && setupOf(user).state !== 'done'
}

export function useSetup(): { setup: Setup; keep: (part: Partial<Setup>) => void } {
  const client = useQueryClient()
  const user = useSession()?.user
  const setup = setupOf(user)
  return {
    setup,
    keep: (part) => {
      const next = { ...setup, ...part }
      // An answer under way knows nothing of it yet.
      void client.cancelQueries({ queryKey: ['session'] })
      client.setQueryData<Session>(['session'], (old) =>
        old
          ? { ...old, user: { ...old.user, settings: { ...old.user.settings, setup: next } } }
          : old,
      )
      void api
        .saveSettings({ setup: next })
        .then(() => client.invalidateQueries({ queryKey: ['session'] }))
        .catch(() => undefined)
    },
  }
}
