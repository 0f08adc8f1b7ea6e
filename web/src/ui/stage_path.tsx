import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon'

export interface PathStep {
  key: string
  label: string
  kind?: 'open' | 'won' | 'lost' | undefined
}

interface Props {
  steps: readonly PathStep[]
  current: string | null
  days?: number | null // in the current step
  onStep?: (key: string) => void
  label: string
}

function stateOf(index: number, at: number, step: PathStep): string {
  if (index === at) return step.kind === 'won' ? 'won' : step.kind === 'lost' ? 'lost' : 'now'
  return index < at ? 'done' : 'ahead'
}

export function StagePath({ steps, current, days, onStep, label }: Props) {
  const { t } = useTranslation()
  const at = steps.findIndex((step) => step.key === current)
  const list = useRef<HTMLOListElement>(null)
  // On a phone the path is wider than the screen: the current step stands in the middle.
  useLayoutEffect(() => {
    const box = list.current
    const step = box?.children[at]
    if (!box || !(step instanceof HTMLElement)) return
    box.scrollLeft = step.offsetLeft - box.offsetLeft - (box.clientWidth - step.offsetWidth) / 2
  }, [at])
  return (
    <ol ref={list} className="path" aria-label={label} tabIndex={onStep ? undefined : 0}>
      {steps.map((step, index) => {
        const state = stateOf(index, at, step)
        return (
          <li key={step.key}>
            <button
              type="button"
              className="path-step"
              data-state={state}
              aria-current={index === at ? 'step' : undefined}
              disabled={!onStep || index === at}
              onClick={() => onStep?.(step.key)}
            >
              {state === 'done' ? <Icon name="check" size={14} /> : null}
              {step.label}
              {index === at && days !== null && days !== undefined && state === 'now' ? (
                <span className="path-days">{t('web.path.days', { count: days })}</span>
              ) : null}
            </button>
          </li>
        )
      })}
    </ol>
  )
}
