// A person's arrangement of the workbench: kept by the server, shown at once.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { api } from '../../api/calls'
import { useSession } from '../../api/queries'
import type { Session } from '../../api/types'
import { layoutFor, layoutOfRoles, readLayout, type Placed } from './layout'

export interface Desk {
  layout: Placed[]
  editing: boolean
  change: (layout: Placed[]) => void
  reset: () => void
  toggle: () => void
}

export function useDesk(): Desk {
  const client = useQueryClient()
  const user = useSession()?.user
  const [editing, setEditing] = useState(false)
  const saved = user?.settings.workbench
  const layout = useMemo(
    () =>
      readLayout(saved) ??
      layoutOfRoles(user?.roles ?? [], user?.workbenches ?? []) ??
      layoutFor(user?.roles.map((role) => role.code) ?? []),
    [saved, user?.roles, user?.workbenches],
  )
  const keep = useCallback(
    (workbench: Placed[] | null) => {
      client.setQueryData<Session>(['session'], (old) =>
        old
          ? { ...old, user: { ...old.user, settings: { ...old.user.settings, workbench } } }
          : old,
      )
      void api.saveSettings({ workbench }).catch(() => undefined)
    },
    [client],
  )
  return {
    layout,
    editing,
    change: keep,
    reset: () => keep(null),
    toggle: () => setEditing(!editing),
  }
}
