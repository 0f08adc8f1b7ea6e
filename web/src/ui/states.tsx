// What a panel shows while it has nothing to show: loading, empty, failed, not allowed.
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button'
import { Icon } from './icon'

export function Skeleton({
  height = 16,
  width = '100%',
}: {
  height?: number
  width?: number | string
}) {
  return <div className="skeleton" style={{ height, width }} aria-hidden="true" />
}

export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div className="stack" aria-busy="true">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  )
}

interface StateProps {
  icon?: string
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}

export function EmptyState({ icon = 'inbox', title, children, actions }: StateProps) {
  return (
    <div className="state">
      <Icon name={icon} size={32} className="muted" />
      <strong>{title}</strong>
      {children ? <div>{children}</div> : null}
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
  )
}

interface Failure {
  message?: string
  trace?: string
  status?: number
  hint?: string
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const failure: Failure = typeof error === 'object' && error !== null ? error : {}
  const denied = failure.status === 403
  const title =
    failure.status === 0
      ? t('web.state.offline')
      : denied
        ? t('web.state.denied')
        : failure.status === 404
          ? t('web.state.missing')
          : t('web.state.failed')
  return (
    <div className="state" role="alert">
      <Icon name={denied ? 'lock' : 'alert-triangle'} size={32} className="muted" />
      <strong>{title}</strong>
      <div>{failure.message}</div>
      {failure.hint ? <div>{failure.hint}</div> : null}
      {failure.trace ? (
        <button
          type="button"
          onClick={() => void navigator.clipboard?.writeText(failure.trace ?? '')}
        >
          <code>{t('web.state.trace', { trace: failure.trace })}</code>
        </button>
      ) : null}
      {onRetry ? (
        <div className="actions">
          <Button icon="refresh" onClick={onRetry}>
            {t('web.retry')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

interface BoundaryProps {
  children: ReactNode
  name?: string
}

// One panel may fail; the others keep working.
export class PanelBoundary extends Component<BoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }
  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }
  override render(): ReactNode {
    if (this.state.error === null) return this.props.children
    return <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}
