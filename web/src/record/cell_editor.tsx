// The active cell's input. It is always there and focused while the grid is used, invisible
// until a person types: so the first key of an input method is not lost. Types without a text
// form (choices, references) get their own input in its place.
import { useLayoutEffect, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react'
import type { Field, RecordRow } from '../api/types'
import { uiOf } from '../fields/all'
import type { GridState } from './grid_model'

interface Props {
  input: RefObject<HTMLInputElement | null>
  state: GridState
  field: Field
  record: RecordRow | undefined
  top: number
  left: number
  width: number
  height: number
  gridId: string
  spoken: string
  canEdit: boolean
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void
  onText: (text: string) => void
  onPaste: (event: ClipboardEvent) => void
  onCopy: (event: ClipboardEvent) => void
  onCommit: (value: unknown) => void
  onBlurEdit: () => void
}

export function CellEditor(props: Props) {
  const { input, state, field, record, gridId } = props
  const ui = uiOf(field)
  const editing = state.editing
  const asText = editing !== null && ui.text !== undefined
  const asInput = editing !== null && ui.text === undefined && record !== undefined
  useLayoutEffect(() => {
    const element = input.current
    if (!element) return
    if (!editing) element.value = ''
    else if (element.value !== editing.text) element.value = editing.text
    if (editing?.all && ui.text) element.select()
    if (editing && ui.text) element.focus({ preventScroll: true })
  }, [editing, input, ui])
  const place = { left: props.left, top: props.top, width: props.width, height: props.height }
  const Input = ui.Input
  const problemId = `${gridId}-problem`
  return (
    <>
      <input
        ref={input}
        className={`grid-input${ui.align === 'end' ? ' num' : ''}`}
        data-grid-keys={asText ? undefined : 'true'}
        data-editing={asText || undefined}
        style={place}
        role="combobox"
        aria-expanded="false"
        aria-label={props.spoken}
        aria-controls={gridId}
        aria-activedescendant={asText ? undefined : `${gridId}-${state.row}-${state.col}`}
        aria-invalid={editing?.problem ? true : undefined}
        aria-describedby={editing?.problem ? problemId : undefined}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={props.onKeyDown}
        onPaste={props.onPaste}
        onCopy={props.onCopy}
        onInput={(event) => {
          const text = event.currentTarget.value
          if (!props.canEdit || !ui.text) event.currentTarget.value = ''
          else if (!editing) props.onText(text)
        }}
        onBlur={() => {
          if (asText) props.onBlurEdit()
        }}
      />
      {editing?.problem ? (
        <div
          className="grid-problem"
          id={problemId}
          role="alert"
          style={{ left: props.left, top: props.top + props.height }}
        >
          {editing.problem}
        </div>
      ) : null}
      {asInput && Input ? (
        <div
          className="grid-overlay"
          style={{ ...place, width: Math.max(props.width, 200) }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') props.onCommit(record[field.name])
          }}
        >
          <Input
            value={record[field.name]}
            field={field}
            label={props.spoken}
            autoOpen
            initialText={editing.text || undefined}
            onChange={props.onCommit}
            onBlur={() => props.onCommit(record[field.name])}
          />
        </div>
      ) : null}
    </>
  )
}
