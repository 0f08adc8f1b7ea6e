import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/calls'
import { ApiError } from '../../api/client'
import type { Attachment } from '../../api/types'
import { Button } from '../../ui/button'
import { useFormat } from '../../ui/format'
import { Icon } from '../../ui/icon'
import type { CellProps, FieldUi, InputProps } from '../kit'
import { Blank } from '../parts/text'

const filesOf = (value: unknown): Attachment[] =>
  Array.isArray(value) ? (value as Attachment[]) : []

function Cell({ value }: CellProps) {
  const files = filesOf(value)
  return files.length === 0 ? (
    <Blank />
  ) : (
    <span className="row">
      <Icon name="paperclip" size={14} />
      {files.length}
    </span>
  )
}

export function FileList({
  files,
  onRemove,
}: {
  files: Attachment[]
  onRemove?: (id: string) => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id} className="row">
          <Icon name={file.type.startsWith('image/') ? 'image' : 'file'} size={14} />
          <a href={api.fileUrl(file.id)} className="ellipsis" download={file.name}>
            {file.name}
          </a>
          <span className="muted">{format.fileSize(file.size)}</span>
          {onRemove ? (
            <button
              type="button"
              className="tag-drop"
              aria-label={t('web.filter.remove', { name: file.name })}
              onClick={() => onRemove(file.id)}
            >
              <Icon name="x" size={13} />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function View({ value }: CellProps) {
  const files = filesOf(value)
  return files.length === 0 ? <Blank /> : <FileList files={files} />
}

function Input({ value, onChange, label, id, describedBy, disabled }: InputProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const files = filesOf(value)
  const add = async (chosen: globalThis.FileList | null) => {
    setBusy(true)
    setProblem('')
    try {
      const added: Attachment[] = []
      for (const file of Array.from(chosen ?? [])) added.push(await api.upload(file))
      onChange([...files, ...added])
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : t('web.state.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack tight">
      <FileList
        files={files}
        onRemove={(gone) => onChange(files.filter((file) => file.id !== gone))}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={(event) => void add(event.target.files)}
      />
      <Button
        id={id}
        small
        icon="upload"
        busy={busy}
        disabled={disabled}
        aria-describedby={describedBy}
        onClick={() => input.current?.click()}
      >
        {t('web.file.add')}
      </Button>
      {problem ? <span className="field-error">{problem}</span> : null}
    </div>
  )
}

export const attachment: FieldUi = {
  Cell,
  View,
  Input,
  Filter: null,
  plain: (value) =>
    filesOf(value)
      .map((file) => file.name)
      .join('、'),
  width: 84,
}
