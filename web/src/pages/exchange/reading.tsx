// How the file is read and what happens to rows that are there already.
import { useTranslation } from 'react-i18next'
import type { ObjectMeta } from '../../api/types'
import { labelText } from '../../api/schema'
import { useFormat } from '../../ui/format'
import type { ImportAnswer, ImportOptions } from './imports'

const encodings = ['UTF-8', 'GB18030', 'UTF-16LE', 'UTF-16BE', 'ISO-8859-1']
const separators = [',', ';', '\t', '|']

interface Props {
  answer: ImportAnswer
  meta: ObjectMeta
  disabled: boolean
  onOptions: (options: ImportOptions) => void
}

export function Reading({ answer, meta, disabled, onOptions }: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const options = answer.options
  const keys = meta.fields.filter(
    (field) =>
      field.name === 'external_id' ||
      field.name === meta.key_field ||
      field.name === 'number' ||
      field.name === meta.title_field,
  )
  const isSheet = answer.sheets.length > 0
  const pick = (
    label: string,
    value: string,
    choices: [string, string][],
    change: (value: string) => void,
  ) => (
    <label className="field">
      <span className="field-label">{label}</span>
      <select
        className="input"
        value={value}
        disabled={disabled}
        onChange={(event) => change(event.target.value)}
      >
        {choices.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  const withCurrent = (list: readonly string[], current: string | null | undefined) =>
    current && !list.includes(current) ? [current, ...list] : list
  return (
    <div className="import-reading">
      <div className="field">
        <span className="field-label">{t('web.import.file')}</span>
        <strong className="ellipsis">{answer.file}</strong>
      </div>
      {isSheet && answer.sheets.length > 1
        ? pick(
            t('web.import.sheet'),
            options.sheet ?? answer.sheets[0] ?? '',
            answer.sheets.map((one) => [one, one]),
            (sheet) => onOptions({ sheet }),
          )
        : null}
      {isSheet
        ? null
        : pick(
            t('web.import.encoding'),
            answer.encoding ?? 'UTF-8',
            withCurrent(encodings, answer.encoding).map((one) => [one, one]),
            (encoding) => onOptions({ encoding }),
          )}
      {isSheet
        ? null
        : pick(
            t('web.import.separator'),
            answer.separator ?? ',',
            withCurrent(separators, answer.separator).map((one) => [
              one,
              one === '\t' ? 'Tab' : one,
            ]),
            (separator) => onOptions({ separator }),
          )}
      {pick(
        t('web.import.mode'),
        options.mode ?? 'create',
        [
          ['create', t('web.import.mode.create')],
          ['update', t('web.import.mode.update')],
          ['upsert', t('web.import.mode.upsert')],
        ],
        (mode) => onOptions({ mode: mode as NonNullable<ImportOptions['mode']> }),
      )}
      {(options.mode ?? 'create') === 'create'
        ? pick(
            t('web.import.duplicate_rows'),
            options.duplicates ?? 'skip',
            [
              ['skip', t('web.import.dup.skip')],
              ['create', t('web.import.dup.create')],
              ['update', t('web.import.dup.update')],
            ],
            (duplicates) =>
              onOptions({ duplicates: duplicates as NonNullable<ImportOptions['duplicates']> }),
          )
        : pick(
            t('web.import.match'),
            options.match ?? 'external_id',
            keys.map((field) => [field.name, labelText(field.label, language)]),
            (match) => onOptions({ match }),
          )}
    </div>
  )
}
