import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelText, useSchema } from '../../api/schema'
import type { ObjectMeta } from '../../api/types'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import { toast } from '../../ui/toast'

const types = '.csv,.tsv,.txt,.xlsx'

interface Props {
  meta: ObjectMeta
  busy: boolean
  onFile: (file: File) => void
}

export function FileStep({ meta, busy, onFile }: Props) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const navigate = useNavigate()
  const schema = useSchema()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    // rows copied from a spreadsheet are a file too
    const paste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (file) onFile(file)
      else if (text.includes('\n'))
        onFile(new File([text], 'paste.tsv', { type: 'text/tab-separated-values' }))
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [onFile])
  const take = (file: File | undefined) => {
    if (!file) return
    if (/\.xls$/i.test(file.name)) toast(t('web.import.old_excel'), { kind: 'bad' })
    else onFile(file)
  }
  const objects = schema?.objects.filter((one) => one.in_menu !== false && one.can.import) ?? []
  return (
    <>
      <label className="import-object">
        <span className="field-label">{t('web.import.object')}</span>
        <select
          className="input"
          value={meta.object}
          onChange={(event) =>
            void navigate({ to: '/import', search: { object: event.target.value } })
          }
        >
          {objects.map((one) => (
            <option key={one.object} value={one.object}>
              {labelText(one.label, language)}
            </option>
          ))}
        </select>
      </label>
      <div
        className="drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files[0])
        }}
      >
        <Icon name={busy ? 'loader' : 'upload'} size={32} className={busy ? 'spin' : 'muted'} />
        <strong>{t(busy ? 'web.import.reading' : 'web.import.drop')}</strong>
        <p className="muted">{t('web.import.drop_note')}</p>
        <Button kind="primary" busy={busy} onClick={() => input.current?.click()}>
          {t('web.import.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          accept={types}
          hidden
          onChange={(event) => take(event.target.files?.[0])}
        />
      </div>
    </>
  )
}
