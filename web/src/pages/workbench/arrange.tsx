// The widgets of a workbench, and arranging them: by drag, or by each one's menu.
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon'
import { MenuButton } from '../../ui/menu'
import { PanelBoundary } from '../../ui/states'
import { moveWidget, spans, widen, widgetKeys, type Placed } from './layout'

interface Props {
  layout: readonly Placed[]
  editing: boolean
  onChange: (layout: Placed[]) => void
  show: (key: string) => ReactNode
}

export function Widgets({ layout, editing, onChange, show }: Props) {
  return (
    <div className="bench-grid" data-editing={editing || undefined}>
      {layout.map((placed, index) => (
        <Widget key={placed.key} {...{ layout, placed, index, editing, onChange }}>
          <PanelBoundary>{show(placed.key)}</PanelBoundary>
        </Widget>
      ))}
    </div>
  )
}

interface WidgetProps extends Omit<Props, 'show'> {
  placed: Placed
  index: number
  children: ReactNode
}

function Widget({ layout, placed, index, editing, onChange, children }: WidgetProps) {
  const { t } = useTranslation()
  const element = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    const box = element.current
    if (!box || !editing) return undefined
    const stop = [
      draggable({ element: box, getInitialData: () => ({ widget: placed.key }) }),
      dropTargetForElements({
        element: box,
        canDrop: ({ source }) =>
          typeof source.data.widget === 'string' && source.data.widget !== placed.key,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          onChange(moveWidget(layout, String(source.data.widget), index))
        },
      }),
    ]
    return () => stop.forEach((one) => one())
  }, [editing, layout, placed.key, index, onChange])
  const name = t(`web.widget.${placed.key}`)
  return (
    <div
      ref={element}
      className="bench-widget"
      data-over={over || undefined}
      style={{ '--span': placed.span } as React.CSSProperties}
    >
      {editing ? (
        <div className="bench-handle">
          <Icon name="menu" size={14} />
          <span className="grow ellipsis">{name}</span>
          <MenuButton
            iconOnly
            label={t('web.widget.menu', { name })}
            className="btn btn-ghost btn-icon btn-small"
            align="end"
            rows={[
              {
                key: 'up',
                icon: 'arrow-up',
                label: t('web.widget.before'),
                disabled: index === 0,
                onSelect: () => onChange(moveWidget(layout, placed.key, index - 1)),
              },
              {
                key: 'down',
                icon: 'arrow-down',
                label: t('web.widget.after'),
                disabled: index === layout.length - 1,
                onSelect: () => onChange(moveWidget(layout, placed.key, index + 1)),
              },
              {
                key: 'wide',
                icon: 'plus',
                label: t('web.column.wider'),
                disabled: placed.span === spans.at(-1),
                onSelect: () => onChange(widen(layout, placed.key, 1)),
              },
              {
                key: 'narrow',
                icon: 'columns',
                label: t('web.column.narrower'),
                disabled: placed.span === spans[0],
                onSelect: () => onChange(widen(layout, placed.key, -1)),
              },
              { key: 'line', line: true },
              {
                key: 'remove',
                icon: 'x',
                label: t('web.widget.remove'),
                onSelect: () => onChange(layout.filter((one) => one.key !== placed.key)),
              },
            ]}
          >
            <Icon name="ellipsis" size={14} />
          </MenuButton>
        </div>
      ) : null}
      <div className="bench-inside" inert={editing}>
        {children}
      </div>
    </div>
  )
}

export function AddWidget({ layout, onChange }: Pick<Props, 'layout' | 'onChange'>) {
  const { t } = useTranslation()
  const absent = widgetKeys.filter((key) => !layout.some((one) => one.key === key))
  return (
    <MenuButton
      label={t('web.widget.add')}
      className="btn"
      align="end"
      rows={absent.map((key) => ({
        key,
        label: t(`web.widget.${key}`),
        icon: 'plus',
        onSelect: () => onChange([...layout, { key, span: key === 'kpis' ? 12 : 6 }]),
      }))}
    >
      <Icon name="plus" size={15} />
      {t('web.widget.add')}
    </MenuButton>
  )
}
