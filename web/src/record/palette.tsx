// Ctrl+K: records, commands, "create". Mounted from the start and opened in the key handler
// itself, so that nothing typed after the keys is lost.
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useSearch } from '../api/queries'
import { labelText, useSchema } from '../api/schema'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { useCreatable } from './create_menu'
import { useExtensions } from './extend'
import { openForm, useStores } from './stores'

interface Row {
  key: string
  icon: string
  label: string
  hint: string
  run: () => void
}

function useRows(text: string): { rows: Row[]; loading: boolean } {
  const { t } = useTranslation()
  const { language } = useFormat()
  const schema = useSchema()
  const navigate = useNavigate()
  const { pages } = useExtensions()
  const creatable = useCreatable()
  const asked = useDeferredValue(text.trim())
  const { data, isFetching } = useSearch(asked)
  const rows = useMemo(() => {
    const typed = asked.toLowerCase()
    const fits = (label: string) => typed === '' || label.toLowerCase().includes(typed)
    const hits: Row[] =
      typed === ''
        ? []
        : (data?.hits ?? []).map((hit) => ({
            key: `${hit.object}/${hit.id}`,
            icon: schema?.find(hit.object)?.icon ?? 'box',
            label: hit.title,
            hint: [labelText(schema?.find(hit.object)?.label, language), hit.subtitle]
              .filter(Boolean)
              .join(' · '),
            run: () =>
              void navigate({ to: '/o/$object/$id', params: { object: hit.object, id: hit.id } }),
          }))
    const places: Row[] = [
      ...pages.flatMap((page) =>
        page.menu
          ? [{ key: page.path, icon: page.menu.icon, label: t(page.menu.label), to: page.path }]
          : [],
      ),
      ...(schema?.objects ?? [])
        .filter((object) => object.in_menu !== false)
        .map((object) => ({
          key: `go-${object.object}`,
          icon: object.icon ?? 'box',
          label: labelText(object.label, language),
          to: `/o/${object.object}`,
        })),
    ]
      .filter((place) => fits(place.label))
      .map((place) => ({
        ...place,
        hint: t('web.palette.open'),
        run: () => void navigate({ to: place.to }),
      }))
    const creates: Row[] = creatable
      .map((entry) => ({ ...entry, text: t('web.create.object', { object: entry.label }) }))
      .filter((entry) => fits(entry.text))
      .map((entry) => ({
        key: `new-${entry.object}`,
        icon: 'plus',
        label: entry.text,
        hint: '',
        run: () => openForm({ object: entry.object }),
      }))
    const account = schema?.find('account')
    const named: Row[] =
      typed !== '' && account?.can.create
        ? [
            {
              key: 'new-named',
              icon: 'plus',
              label: t('web.create.named', {
                object: labelText(account.label, language),
                name: asked,
              }),
              hint: '',
              run: () =>
                openForm({ object: 'account', defaults: { [account.title_field]: asked } }),
            },
          ]
        : []
    return typed === ''
      ? [...places.slice(0, 8), ...creates]
      : [...hits, ...places.slice(0, 5), ...creates.slice(0, 4), ...named]
  }, [asked, data, schema, language, pages, creatable, navigate, t])
  return { rows, loading: isFetching }
}

export function Palette() {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const { rows, loading } = useRows(text)
  useEffect(
    () =>
      useStores.subscribe((stores, before) => {
        if (stores.palette === before.palette) return
        if (stores.palette) {
          flushSync(() => {
            setText('')
            setActive(0)
          })
          dialog.current?.showModal()
          input.current?.focus()
        } else dialog.current?.close()
      }),
    [],
  )
  useEffect(() => setActive(0), [text])
  useEffect(() => {
    document.getElementById(`palette-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const close = () => useStores.getState().setPalette(false)
  const run = (row: Row | undefined) => {
    if (!row) return
    close()
    row.run()
  }
  const keys = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      run(rows[active])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setActive(
        (active + (event.key === 'ArrowDown' ? 1 : -1) + rows.length) % Math.max(1, rows.length),
      )
    }
  }
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t('web.search.title')}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close()
      }}
    >
      <div className="palette-box">
        <Icon name="search" />
        <input
          ref={input}
          role="combobox"
          aria-label={t('web.search.placeholder')}
          aria-expanded="true"
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={rows.length > 0 ? `palette-${active}` : undefined}
          placeholder={t('web.search.placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={keys}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div
        id="palette-list"
        role="listbox"
        aria-label={t('web.search.title')}
        className="palette-list"
      >
        {rows.map((row, index) => (
          <div
            key={row.key}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === active}
            data-active={index === active}
            className="option"
            onPointerMove={() => setActive(index)}
            onClick={() => run(row)}
          >
            <Icon name={row.icon} />
            <span className="ellipsis">{row.label}</span>
            <span className="hint ellipsis">{row.hint}</span>
          </div>
        ))}
        {rows.length === 0 ? (
          <div className="option-note" role="option" aria-selected="false" aria-disabled="true">
            {loading ? t('web.loading') : t('web.nothing_found')}
          </div>
        ) : null}
      </div>
    </dialog>
  )
}
