// The rights of a role as a matrix: objects down, acts across, whose records at the end. Every
// cell says in words what it means; what an expression decides is left to the JSON.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/queries'
import { labelText, useSchema } from '../../api/schema'
import type { ObjectMeta } from '../../api/types'
import { asText } from '../../fields/kit'
import type { RecordPanelProps } from '../../record/extend'
import { useSaveCell } from '../../record/grid_edit'
import { Tag } from '../../ui/bits'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { ErrorState } from '../../ui/states'
import {
  acts,
  clearObject,
  effective,
  mayAct,
  readRights,
  scopeOf,
  scopeWords,
  setScope,
  toggleAct,
  type RoleRights,
  type ScopeWord,
  type Side,
} from './rights'
import './people.css'

export default function RightsTab({ meta, record }: RecordPanelProps) {
  const { t } = useTranslation()
  const schema = useSchema()
  const mayEdit = useSession()?.user.administrator === true
  const save = useSaveCell(meta)
  const start = readRights(asText(record.rights))
  const [draft, setDraft] = useState<RoleRights | null>(null)
  const [problem, setProblem] = useState('')
  const rights = draft ?? start
  const field = meta.fields.find((one) => one.name === 'rights')
  if (!rights || !field) return <ErrorState error={{ status: 422 }} />
  const objects = [...(schema?.objects ?? [])].sort((a, b) => a.number - b.number)
  const keep = () => {
    setProblem('')
    save(record, field, JSON.stringify(draft), setProblem)
    setDraft(null)
  }
  return (
    <div className="rights">
      <div className="row rights-head">
        <p className="muted grow">{t('web.rights.how')}</p>
        {rights.administrator ? <Tag>{t('web.rights.administrator')}</Tag> : null}
        {rights.share_views ? <Tag>{t('web.rights.share_views')}</Tag> : null}
        {draft ? <Button onClick={() => setDraft(null)}>{t('web.cancel')}</Button> : null}
        {draft ? (
          <Button kind="primary" onClick={keep}>
            {t('web.save')}
          </Button>
        ) : null}
      </div>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="rights-box" tabIndex={0} role="region" aria-label={t('web.rights.title')}>
        <table className="rights-table">
          <thead>
            <tr>
              <th scope="col">{t('web.rights.object')}</th>
              {acts.map((act) => (
                <th key={act} scope="col">
                  {t(`web.rights.act.${act}`)}
                </th>
              ))}
              <th scope="col">{t('web.rights.read')}</th>
              <th scope="col">{t('web.rights.write')}</th>
              <th scope="col">{t('web.rights.fields')}</th>
            </tr>
          </thead>
          <tbody>
            <Row name="*" rights={rights} mayEdit={mayEdit} onChange={setDraft} />
            {objects.map((object) => (
              <Row
                key={object.object}
                name={object.object}
                object={object}
                rights={rights}
                mayEdit={mayEdit}
                onChange={setDraft}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface RowProps {
  name: string
  object?: ObjectMeta
  rights: RoleRights
  mayEdit: boolean
  onChange: (rights: RoleRights) => void
}

function Row({ name, object, rights, mayEdit, onChange }: RowProps) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const now = effective(rights, name)
  const own = rights.objects?.[name] !== undefined
  const label = object ? labelText(object.label, language) : t('web.rights.all_objects')
  const fields = Object.entries(now.fields ?? {})
  return (
    <tr data-own={own || undefined}>
      <th scope="row">
        {label}
        {own && object && mayEdit ? (
          <button
            type="button"
            className="btn btn-link rights-reset"
            onClick={() => onChange(clearObject(rights, name))}
          >
            {t('web.rights.as_all')}
          </button>
        ) : null}
      </th>
      {acts.map((act) => (
        <td key={act}>
          <input
            type="checkbox"
            checked={mayAct(now, act)}
            disabled={!mayEdit}
            aria-label={`${label} ${t(`web.rights.act.${act}`)}`}
            onChange={() => onChange(toggleAct(rights, name, act))}
          />
        </td>
      ))}
      {(['read', 'write'] as const).map((side) => (
        <td key={side}>
          <ScopeCell {...{ name, label, side, rights, mayEdit, onChange }} />
        </td>
      ))}
      <td className="muted rights-fields">
        {fields
          .map(([field, right]) => {
            const found = object?.fields.find((one) => one.name === field)
            return `${found ? labelText(found.label, language) : field} ${t(`web.rights.field.${right}`)}`
          })
          .join('、')}
      </td>
    </tr>
  )
}

function ScopeCell({
  name,
  label,
  side,
  rights,
  mayEdit,
  onChange,
}: Omit<RowProps, 'object'> & { label: string; side: Side }) {
  const { t } = useTranslation()
  const scope = scopeOf(effective(rights, name), side)
  if (scope === undefined || !mayEdit)
    return <span>{t(scope ? `web.rights.scope.${scope}` : 'web.rights.scope.mixed')}</span>
  return (
    <select
      className="input rights-scope"
      value={scope}
      aria-label={`${label} ${t(`web.rights.${side}`)}`}
      onChange={(event) => onChange(setScope(rights, name, side, event.target.value as ScopeWord))}
    >
      {scopeWords.map((word) => (
        <option key={word} value={word}>
          {t(`web.rights.scope.${word}`)}
        </option>
      ))}
    </select>
  )
}
