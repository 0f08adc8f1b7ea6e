// Changes of a view: thrown away, or saved for everybody by who may change the object's design.
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { ApiError } from '../api/client'
import { useSession } from '../api/queries'
import type { ObjectMeta, View } from '../api/types'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { toast } from '../ui/toast'
import type { ListState } from './list_state'

const none = {
  where: undefined,
  sort: undefined,
  cols: undefined,
  group: undefined,
  pin: undefined,
} as unknown as ListState['search']

export function SaveView({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const administrator = useSession()?.user.administrator === true
  const [naming, setNaming] = useState(false)
  if (!list.changed) return null
  const save = async (view: View) => {
    const views = [...(meta.views ?? []).filter((one) => one.name !== view.name), view]
    try {
      await api.patchSchema(meta.object, { views })
      await client.invalidateQueries({ queryKey: ['schema'] })
      setNaming(false)
      list.set({ ...none, view: view.name })
      toast(t('web.view.saved'))
    } catch (error) {
      toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' })
    }
  }
  const now = {
    where: list.where,
    sort: list.sort,
    columns: list.columns.map((column) => column.name),
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if (name)
      void save({
        name: `x_${Date.now().toString(36)}`,
        label: { zh: name, en: name },
        kind: 'table',
        ...now,
      })
  }
  return (
    <span className="row">
      <Button kind="link" onClick={() => list.set(none)}>
        {t('web.view.reset')}
      </Button>
      {administrator && list.view ? (
        <Button kind="link" onClick={() => void save({ ...list.view!, ...now })}>
          {t('web.save')}
        </Button>
      ) : null}
      {administrator ? (
        <Button kind="link" onClick={() => setNaming(true)}>
          {t('web.view.save_as')}
        </Button>
      ) : null}
      <Dialog open={naming} title={t('web.view.save_as')} onClose={() => setNaming(false)}>
        <form className="stack" onSubmit={submit}>
          <label className="field">
            <span className="field-label">{t('web.view.name')}</span>
            <input className="input" name="name" required maxLength={40} autoFocus />
          </label>
          <div className="row">
            <span className="grow" />
            <Button kind="primary" type="submit">
              {t('web.save')}
            </Button>
          </div>
        </form>
      </Dialog>
    </span>
  )
}
