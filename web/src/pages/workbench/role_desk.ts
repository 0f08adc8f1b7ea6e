// The workbench of a role while an administrator arranges it: a draft until it is saved.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/client'
import { useList } from '../../api/queries'
import type { RoleWorkbench } from '../../api/types'
import { asText } from '../../fields/kit'
import { toast } from '../../ui/toast'
import { layoutFor, readLayout, type Placed } from './layout'

const rolesMax = 200

export interface RoleChoice {
  id: string
  name: string
  code: string
}

export function useRoleChoices(wanted: boolean): RoleChoice[] {
  const { data } = useList(
    'role',
    { sort: 'name', limit: rolesMax, fields: ['name', 'code'] },
    wanted,
  )
  return (data?.records ?? []).map((row) => ({
    id: row.id,
    name: asText(row.name),
    code: asText(row.code),
  }))
}

export interface RoleDesk {
  role: RoleChoice | null
  layout: Placed[]
  ready: boolean
  begin: (role: RoleChoice) => void
  change: (layout: Placed[]) => void
  save: () => void
  reset: () => void
  leave: () => void
}

export function useRoleDesk(): RoleDesk {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [role, setRole] = useState<RoleChoice | null>(null)
  const [draft, setDraft] = useState<Placed[] | null>(null)
  const { data } = useQuery({
    queryKey: ['role-workbenches'],
    queryFn: () => call<{ roles: RoleWorkbench[] }>('GET', '/workbench/roles'),
    enabled: role !== null,
  })
  const kept = data?.roles.find((one) => one.role.id === role?.id)
  const leave = () => {
    setRole(null)
    setDraft(null)
  }
  const send = async (layout: Placed[] | null) => {
    if (!role || !kept) return
    try {
      await call('PATCH', `/workbench/roles/${role.id}`, {
        body: { layout, version: kept.version },
      })
      leave()
      toast(t('web.widget.role_saved', { role: role.name }))
    } catch (error) {
      toast(error instanceof Error ? error.message : t('web.state.failed'), { kind: 'bad' })
    }
    void client.invalidateQueries({ queryKey: ['role-workbenches'] })
    void client.invalidateQueries({ queryKey: ['session'] })
  }
  const layout = draft ?? readLayout(kept?.layout) ?? layoutFor(role ? [role.code] : [])
  return {
    role,
    layout,
    ready: kept !== undefined,
    begin: (next) => {
      setDraft(null)
      setRole(next)
    },
    change: setDraft,
    save: () => void send(layout),
    reset: () => void send(null),
    leave,
  }
}
