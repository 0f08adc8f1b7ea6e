// Search box, filter chips, sort and columns of a list.
import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/calls'
import { labelText, targetOf, useSchema } from '../api/schema'
import type { ObjectMeta } from '../api/types'
import { joinFilter, splitFilter } from '../base/expr/filter'
import { asText } from '../fields/kit'
import { Chip } from '../ui/bits'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Icon } from '../ui/icon'
import { MenuButton, type MenuRow } from '../ui/menu'
import { Popover } from '../ui/popover'
import { FilterText, TermEditor } from './filter_editor'
import { fieldOfTerm, termWords } from './filter_words'
import { ColumnMenu, GroupMenu } from './column_menu'
import { isSortable } from './columns'
import type { ListState } from './list_state'

const typingMs = 250

function SearchBox({ list, meta }: { list: ListState; meta: ObjectMeta }) {
  const { t } = useTranslation()
  const { language } = useFormat()
  const [text, setText] = useState(list.search.q ?? '')
  const sent = useRef(text)
  useEffect(() => {
    if (text === sent.current) return undefined
    const timer = setTimeout(() => {
      sent.current = text
      list.set({ q: text.trim() === '' ? '' : text.trim() })
    }, typingMs)
    return () => clearTimeout(timer)
  }, [text, list])
  const label = t('web.list.search', { object: labelText(meta.label, language) })
  return (
    <div className="input-box list-search">
      <span className="adorn">
        <Icon name="search" size={14} />
      </span>
      <input
        className="input"
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  )
}

// Names of the records that a filter mentions by id.
function useNames(meta: ObjectMeta, where: string): ReadonlyMap<string, string> {
  const schema = useSchema()
  const asked = useMemo(
    () =>
      splitFilter(where).flatMap((term) => {
        const field = fieldOfTerm(schema, meta, term)
        const target = field ? targetOf(field) : undefined
        return target && term.simple
          ? term.simple.operands.flatMap((operand) =>
              operand.kind === 'value' && /^\d{6,}$/.test(String(operand.value))
                ? [{ target, id: String(operand.value) }]
                : [],
            )
          : []
      }),
    [where, schema, meta],
  )
  const answers = useQueries({
    queries: asked.map(({ target, id }) => ({
      queryKey: ['record', target, id],
      queryFn: () => api.get(target, id),
      staleTime: 300_000,
    })),
  })
  return new Map(
    asked.map(({ target, id }, index) => [
      id,
      asText(answers[index]?.data?.[schema?.find(target)?.title_field ?? 'name']) || id,
    ]),
  )
}

type Open = { index: number; whole: boolean } | null

export function FilterBar({ meta, list }: { meta: ObjectMeta; list: ListState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const schema = useSchema()
  const anchor = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<Open>(null)
  const terms = splitFilter(list.where)
  const names = useNames(meta, list.where)
  const put = (index: number, text: string) => {
    const next = terms.map((term) => ({ text: term.text }))
    if (text === '') next.splice(index, 1)
    else next[index] = { text }
    setOpen(null)
    list.set({ where: joinFilter(next) })
  }
  const sortRows: MenuRow[] = meta.fields
    .filter((field) => isSortable(field) && !field.hidden)
    .slice(0, 40)
    .flatMap((field) => [
      {
        key: field.name,
        label: labelText(field.label, format.language),
        checked: list.sort.replace('-', '').split(',')[0] === field.name,
        hint:
          list.sort.split(',')[0] === `-${field.name}`
            ? '↓'
            : list.sort.split(',')[0] === field.name
              ? '↑'
              : '',
        onSelect: () =>
          list.set({
            sort: list.sort.split(',')[0] === `-${field.name}` ? field.name : `-${field.name}`,
          }),
      },
    ])
  return (
    <div className="filter-bar">
      <SearchBox meta={meta} list={list} />
      {terms.map((term, index) => {
        const words = termWords(term, fieldOfTerm(schema, meta, term), format, t, names)
        return (
          <Chip
            key={`${index}${term.text}`}
            label={words.label}
            value={words.value}
            onOpen={() => setOpen({ index, whole: term.simple === null })}
            onRemove={() => put(index, '')}
          />
        )
      })}
      <div ref={anchor}>
        <Button
          kind="ghost"
          icon="filter"
          onClick={() => setOpen({ index: terms.length, whole: false })}
        >
          {t('web.filter.add')}
        </Button>
      </div>
      <Popover
        anchor={anchor}
        open={open !== null}
        onClose={() => setOpen(null)}
        role="dialog"
        label={t('web.filter.add')}
        className="filter-pop"
      >
        {open ? (
          <>
            {open.whole ? (
              <FilterText
                meta={meta}
                text={list.where}
                onApply={(text) => {
                  setOpen(null)
                  list.set({ where: text })
                }}
              />
            ) : (
              <TermEditor
                key={open.index}
                meta={meta}
                text={terms[open.index]?.text ?? ''}
                onApply={(text) => put(open.index, text)}
              />
            )}
            <button
              type="button"
              className="btn btn-link"
              onClick={() => setOpen({ ...open, whole: !open.whole })}
            >
              {t(open.whole ? 'web.filter.as_form' : 'web.filter.as_text')}
            </button>
          </>
        ) : null}
      </Popover>
      <span className="grow" />
      <MenuButton rows={sortRows} label={t('web.list.sort')} className="btn btn-ghost" align="end">
        <Icon name="arrow-down-up" size={15} />
        {t('web.list.sort')}
      </MenuButton>
      <GroupMenu meta={meta} list={list} />
      <ColumnMenu meta={meta} list={list} />
    </div>
  )
}
