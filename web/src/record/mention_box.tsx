// A text box in which "@" offers colleagues by name, pinyin or initials.
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { talk } from '../api/discuss'
import { api } from '../api/calls'
import { asText } from '../fields/kit'
import { Avatar } from '../ui/bits'
import { Popover } from '../ui/popover'
import { mentionAt } from './mention_text'

export interface Named {
  id: string
  name: string
}

interface Props {
  box: RefObject<HTMLTextAreaElement | null>
  value: string
  label: string
  placeholder: string
  onChange: (text: string) => void
  onMention: (person: Named) => void
  onSubmit: () => void
}

const shownMax = 6

function usePeople(typed: string | null) {
  return useQuery({
    queryKey: ['people', typed],
    queryFn: ({ signal }) =>
      typed === ''
        ? api
            .list('user', { limit: shownMax, fields: ['name'], sort: 'name' }, signal)
            .then((answer) => answer.records.map((row) => ({ id: row.id, name: asText(row.name) })))
        : talk
            .people(typed ?? '', signal)
            .then((answer) => answer.hits.map((hit) => ({ id: hit.id, name: hit.title }))),
    enabled: typed !== null,
    staleTime: 60_000,
  }).data
}

export function MentionBox({
  box,
  value,
  label,
  placeholder,
  onChange,
  onMention,
  onSubmit,
}: Props) {
  const { t } = useTranslation()
  const list = useId()
  const anchor = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<{ from: number; typed: string } | null>(null)
  const [active, setActive] = useState(0)
  const people = usePeople(at?.typed ?? null)?.slice(0, shownMax) ?? []
  const open = at !== null && people.length > 0
  const look = () => {
    const element = box.current
    setAt(element ? mentionAt(element.value, element.selectionStart) : null)
    setActive(0)
  }
  const take = (person: Named | undefined) => {
    const element = box.current
    if (!person || !at || !element) return
    const head = `${value.slice(0, at.from)}@${person.name} `
    // At once, not at the next frame: who types on must find the caret behind the name.
    flushSync(() => {
      onChange(head + value.slice(at.from + 1 + at.typed.length))
      onMention(person)
      setAt(null)
    })
    element.focus()
    element.setSelectionRange(head.length, head.length)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + people.length) % people.length)
    } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      take(people[active])
    } else if (open && event.key === 'Escape') {
      event.stopPropagation()
      setAt(null)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit()
  }
  return (
    <div ref={anchor} className="mention-box">
      <textarea
        ref={box}
        rows={2}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? `${list}-${active}` : undefined}
        onChange={(event) => onChange(event.target.value)}
        onInput={look}
        onClick={look}
        onBlur={() => setTimeout(() => setAt(null), 150)}
        onKeyDown={keys}
      />
      <Popover
        anchor={anchor}
        open={open}
        onClose={() => setAt(null)}
        role="listbox"
        id={list}
        label={t('web.mention.people')}
        className="menu"
      >
        {people.map((person, index) => (
          <div
            key={person.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            data-active={index === active}
            className="menu-item"
            onPointerDown={(event) => {
              event.preventDefault()
              take(person)
            }}
          >
            <Avatar name={person.name} size={20} />
            <span className="ellipsis">{person.name}</span>
          </div>
        ))}
      </Popover>
    </div>
  )
}
