// What a person changed about a view: thrown away, kept in the view, or kept as a view of its
// own, for oneself, the team, a role or the company.
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { ApiError } from '../api/client'
import { useSession } from '../api/queries'
import type { ObjectMeta } from '../api/types'
import { useViews, viewCalls, type Share, type ViewInput } from '../api/views'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { MenuButton } from '../ui/menu'
import { toast } from '../ui/toast'
import type { ListState } from './list_state'

const none = Object.fromEntries(
  ['where', 'sort', 'cols', 'group', 'pin', 'by', 'kind'].map((name) => [name, undefined]),
) as unknown as ListState['search']

function nowOf(meta: ObjectMeta, list: ListState): ViewInput {
  const widths = Object.fromEntries(
    list.layout.flatMap((one) => (one.width === null ? [] : [[one.name, one.width]])),
  )
  return {
    object: meta.object,
    kind: (list.search.kind ?? list.view?.kind ?? 'table') as 'table',
    where: list.where,
    sort: list.sort,
    columns: list.layout.map((one) => one.name),
    group_by: list.group ?? '',
    settings: {
      ...(Object.keys(widths).length > 0 ? { widths } : {}),
      ...(list.pin > 1 ? { pin: list.pin } : {}),
      ...(list.by ? { by: list.by } : {}),
    },
  }
}

export function SaveView({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const administrator = useSession()?.user.administrator === true
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null)
  const saved = list.view?.saved
  const tell = (error: unknown) =>
    toast(error instanceof ApiError ? error.message : t('web.state.failed'), { kind: 'bad' })
  const done = async (key: string | undefined) => {
    await client.invalidateQueries({ queryKey: ['views'] })
    setNaming(null)
    list.set({ ...none, view: key } as never)
    toast(t('web.view.saved'))
  }
  const keep = async () => {
    try {
      if (saved) await viewCalls.change(saved.id, { ...nowOf(meta, list), version: saved.version })
      else {
        const { where, sort, columns } = nowOf(meta, list)
        const views = (meta.views ?? []).map((view) =>
          view.name === list.view?.key ? { ...view, where, sort, columns } : view,
        )
        await api.patchSchema(meta.object, { views })
        await client.invalidateQueries({ queryKey: ['schema'] })
      }
      await done(list.view?.key)
    } catch (error) {
      tell(error)
    }
  }
  const mayKeep = saved ? saved.can.update : administrator
  return (
    <span className="row">
      {list.changed ? (
        <>
          <Button kind="link" onClick={() => list.set(none)}>
            {t('web.view.reset')}
          </Button>
          {mayKeep && list.view ? (
            <Button kind="link" onClick={() => void keep()}>
              {t('web.save')}
            </Button>
          ) : null}
          <Button kind="link" onClick={() => setNaming('new')}>
            {t('web.view.save_as')}
          </Button>
        </>
      ) : null}
      {saved && (saved.can.update || saved.can.remove) ? (
        <MenuButton
          iconOnly
          className="btn btn-icon btn-ghost btn-small"
          label={t('web.view.menu', { name: saved.name })}
          rows={[
            ...(saved.can.update
              ? [
                  {
                    key: 'rename',
                    icon: 'pencil',
                    label: t('web.view.rename'),
                    onSelect: () => setNaming('rename'),
                  },
                ]
              : []),
            ...(saved.can.remove
              ? [
                  {
                    key: 'remove',
                    icon: 'trash',
                    danger: true,
                    label: t('web.view.remove'),
                    onSelect: () =>
                      void viewCalls.remove(saved.id).then(() => done(undefined), tell),
                  },
                ]
              : []),
          ]}
        >
          <Icon name="ellipsis" size={14} />
        </MenuButton>
      ) : null}
      {naming ? (
        <NameDialog
          meta={meta}
          list={list}
          rename={naming === 'rename'}
          onClose={() => setNaming(null)}
          onDone={done}
        />
      ) : null}
    </span>
  )
}

interface NameProps {
  meta: ObjectMeta
  list: ListState
  rename: boolean
  onClose: () => void
  onDone: (key: string) => Promise<void>
}

function NameDialog({ meta, list, rename, onClose, onDone }: NameProps) {
  const { t } = useTranslation()
  const allowed = useViews()?.share ?? ['private']
  const user = useSession()?.user
  const saved = rename ? list.view?.saved : undefined
  const [share, setShare] = useState<Share>(saved?.share ?? 'private')
  const [problem, setProblem] = useState('')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const input: ViewInput = {
      name: String(form.get('name')).trim(),
      share,
      ...(share === 'role' ? { with: String(form.get('role')) } : {}),
    }
    try {
      const view = saved
        ? await viewCalls.change(saved.id, { ...input, version: saved.version })
        : await viewCalls.create({ ...nowOf(meta, list), ...input })
      await onDone(view.id)
    } catch (error) {
      setProblem(
        error instanceof ApiError
          ? (error.issues[0]?.message ?? error.message)
          : t('web.state.failed'),
      )
    }
  }
  return (
    <Dialog
      open
      title={t(rename ? 'web.view.rename' : 'web.view.save_as')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('web.cancel')}</Button>
          <Button kind="primary" type="submit" form="view-form">
            {t('web.save')}
          </Button>
        </>
      }
    >
      <form id="view-form" className="stack" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span className="field-label">{t('web.view.name')}</span>
          <input
            className="input"
            name="name"
            required
            maxLength={40}
            defaultValue={saved?.name ?? ''}
          />
        </label>
        <fieldset className="choices">
          <legend className="field-label">{t('web.view.for')}</legend>
          {allowed.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="share"
                checked={share === one}
                onChange={() => setShare(one)}
              />
              {t(`web.view.share.${one}`)}
            </label>
          ))}
        </fieldset>
        {share === 'role' ? (
          <label className="field">
            <span className="field-label">{t('web.view.share.role')}</span>
            <select className="input" name="role" defaultValue={saved?.with?.id}>
              {user?.roles.map((role) => (
                <option key={role.id} value={role.id}>
                  {role.name}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
      </form>
    </Dialog>
  )
}
