// Small charts as SVG. Each has a text alternative; numbers come in as plot numbers.
import type { ReactNode } from 'react'
import { Icon } from './icon'

export function Meter({
  value,
  max = 100,
  color,
  tick,
}: {
  value: number
  max?: number
  color?: string
  tick?: number
}) {
  const share = (n: number) => `${Math.max(0, Math.min(100, max > 0 ? (n / max) * 100 : 0))}%`
  return (
    <span
      className="meter"
      aria-hidden="true"
      style={color ? ({ '--meter': color } as React.CSSProperties) : undefined}
    >
      <i style={{ width: share(value) }} />
      {tick === undefined ? null : <b style={{ left: share(tick) }} />}
    </span>
  )
}

export function Sparkline({
  values,
  color = 'var(--primary)',
  width = 84,
  height = 30,
  label,
}: {
  values: readonly number[]
  color?: string
  width?: number
  height?: number
  label: string
}) {
  if (values.length < 2) return null
  const low = Math.min(...values)
  const range = Math.max(...values) - low || 1
  const points = values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * (width - 2) + 1
      return `${x.toFixed(1)},${(height - 3 - ((value - low) / range) * (height - 6)).toFixed(1)}`
    })
    .join(' ')
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <polygon points={`1,${height} ${points} ${width - 1},${height}`} fill={color} opacity=".1" />
      <polyline
        points={points}
        fill="none"
        stroke={color}
        strokeWidth="1.6"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}

export function Delta({ percent, text }: { percent: number | null; text: string }) {
  if (percent === null || !Number.isFinite(percent)) return null
  const up = percent >= 0
  return (
    <span className={`delta ${up ? 'delta-up' : 'delta-down'}`}>
      <Icon name={up ? 'trending-up' : 'trending-down'} size={13} />
      {text}
    </span>
  )
}

export interface FunnelRow {
  key: string
  label: string
  value: number
  text: string
  open?: number
  openText?: string
  note?: string
  color: string
}

function shaded(color: string, open: number): string {
  const pale = `color-mix(in srgb, ${color} 38%, var(--surface))`
  return `linear-gradient(90deg, ${color} ${100 - open}%, ${pale} 0)`
}

// By cohort: the bar is what entered, its lighter end what is still open in it.
export function Funnel({
  rows,
  label,
  onOpen,
}: {
  rows: readonly FunnelRow[]
  label: string
  onOpen?: (key: string) => void
}) {
  const max = Math.max(1, ...rows.map((row) => row.value))
  return (
    <ol className="funnel" aria-label={label}>
      {rows.map((row) => {
        const open = row.value > 0 ? ((row.open ?? 0) / row.value) * 100 : 0
        return (
          <li key={row.key}>
            <button
              type="button"
              className="funnel-row"
              onClick={() => onOpen?.(row.key)}
              disabled={!onOpen}
            >
              <span className="funnel-label ellipsis">{row.label}</span>
              <span className="funnel-track">
                <i
                  style={{
                    width: `${(row.value / max) * 100}%`,
                    background: shaded(row.color, open),
                  }}
                />
              </span>
              <strong className="funnel-value">{row.text}</strong>
              <span className="funnel-note muted">
                {[row.note, row.openText].filter(Boolean).join(' · ')}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

export interface Series {
  name: string
  values: readonly number[]
  color: string
  line?: boolean
}

interface BarsProps {
  labels: readonly string[]
  series: readonly Series[]
  format: (value: number) => string
  label: string
  height?: number
  table?: ReactNode
}

function niceMax(value: number): number {
  if (value <= 0) return 1
  const unit = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 2.5, 5, 10].map((step) => step * unit).find((step) => step >= value) ?? value
}

const inset = { left: 56, right: 8, top: 12, bottom: 24 }
const lineSteps = 5

// Groups of bars with lines over them, in a 640-unit wide picture that scales.
export function Bars({ labels, series, format, label, height = 260 }: BarsProps) {
  const width = 640
  const bars = series.filter((one) => !one.line)
  const max = niceMax(Math.max(0, ...series.flatMap((one) => one.values)))
  const innerWidth = width - inset.left - inset.right
  const innerHeight = height - inset.top - inset.bottom
  const slot = innerWidth / Math.max(1, labels.length)
  const y = (value: number) => inset.top + innerHeight * (1 - value / max)
  const barWidth = Math.min(18, (slot * 0.66) / Math.max(1, bars.length))
  const x = (index: number) => inset.left + slot * (index + 0.5)
  return (
    <figure className="bars">
      <figcaption className="legend">
        {series.map((one) => (
          <span key={one.name}>
            <i data-line={one.line} style={{ background: one.color }} />
            {one.name}
          </span>
        ))}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {Array.from({ length: lineSteps + 1 }, (_, step) => (max / lineSteps) * step).map(
          (value) => (
            <g key={value}>
              <line
                x1={inset.left}
                x2={width - inset.right}
                y1={y(value)}
                y2={y(value)}
                stroke="var(--hairline)"
              />
              <text x={inset.left - 8} y={y(value) + 4} textAnchor="end" className="axis">
                {format(value)}
              </text>
            </g>
          ),
        )}
        {labels.map((text, index) => (
          <text key={text} x={x(index)} y={height - 6} textAnchor="middle" className="axis">
            {text}
          </text>
        ))}
        {bars.map((one, place) =>
          one.values.map((value, index) => {
            const left = x(index) + (place - bars.length / 2) * (barWidth + 2)
            return (
              <rect
                key={`${one.name}-${index}`}
                x={left}
                y={y(value)}
                width={barWidth}
                height={Math.max(0, y(0) - y(value))}
                rx="2"
                fill={one.color}
              >
                <title>{`${labels[index]} ${one.name} ${format(value)}`}</title>
              </rect>
            )
          }),
        )}
        {series
          .filter((one) => one.line)
          .map((one) => (
            <polyline
              key={one.name}
              points={one.values.map((value, index) => `${x(index)},${y(value)}`).join(' ')}
              fill="none"
              stroke={one.color}
              strokeWidth="1.6"
              strokeDasharray="5 4"
            />
          ))}
      </svg>
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <td />
            {series.map((one) => (
              <th key={one.name} scope="col">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((text, index) => (
            <tr key={text}>
              <th scope="row">{text}</th>
              {series.map((one) => (
                <td key={one.name}>{format(one.values[index] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
