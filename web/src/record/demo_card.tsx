// The demo company: in, while the company is empty; out again, cleanly, once one has seen enough.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadDemo, removeDemo, useDemo, type Demo } from '../api/demo'
import { useJob, useSession } from '../api/queries'
import { Card } from '../ui/bits'
import { Button } from '../ui/button'
import { useFormat } from '../ui/format'
import { Line } from '../ui/labelled'
import { toast } from '../ui/toast'
import { ActDialog, Problem, useAct } from './act_dialog'

interface Props {
  onLoaded?: () => void
}

export function DemoCard({ onLoaded }: Props) {
  const { t } = useTranslation()
  const administrator = useSession()?.user.administrator === true
  const { data: demo } = useDemo(administrator)
  const [job, setJob] = useState<string | null>(null)
  const running = job ?? demo?.job?.id ?? null
  if (!demo || demo.state === 'own') return null
  const loads = demo.state === 'none'
  return (
    <Card title={t('web.demo')} icon="box">
      {running ? (
        <Watch
          key={running}
          id={running}
          onEnd={(loaded) => {
            setJob(null)
            if (loaded) onLoaded?.()
          }}
        />
      ) : loads ? (
        <Load onJob={setJob} />
      ) : (
        <Remove demo={demo} onJob={setJob} />
      )}
    </Card>
  )
}

// Everything that is on the screen was of the other company: all of it is asked again.
function Watch({ id, onEnd }: { id: string; onEnd: (loaded: boolean) => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: job } = useJob(id)
  const over = job !== undefined && job.state !== 'running' && job.state !== 'queued'
  useEffect(() => {
    if (!job || !over) return
    const done = job.state === 'done'
    const removed = job.kind === 'demo_remove'
    toast(
      done ? t(removed ? 'web.demo.removed' : 'web.demo.loaded') : (job.error ?? ''),
      done ? {} : { kind: 'bad' },
    )
    void client.invalidateQueries().then(() => onEnd(done && !removed))
  }, [over])
  const share = job && job.total > 0 ? Math.round((job.done / job.total) * 100) : 0
  const label = t(job?.kind === 'demo_remove' ? 'web.demo.removing' : 'web.demo.loading')
  return (
    <div className="stack">
      <progress className="bulk-progress" max={100} value={share} aria-label={label} />
      <p role="status">
        {label} {share}%
      </p>
    </div>
  )
}

function Load({ onJob }: { onJob: (id: string) => void }) {
  const { t } = useTranslation()
  const acting = useAct()
  const [password, setPassword] = useState('')
  const load = () => acting.run(async () => onJob((await loadDemo(password)).job.id))
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void load()
      }}
    >
      <p className="muted">{t('web.demo.load_text')}</p>
      <Line
        label={t('web.demo.password')}
        value={password}
        onChange={setPassword}
        note={t('web.demo.password_note')}
        autoComplete="off"
      />
      <Problem text={acting.problem} />
      <div>
        <Button type="submit" busy={acting.busy} disabled={password === ''}>
          {t('web.demo.load')}
        </Button>
      </div>
    </form>
  )
}

function Remove({ demo, onJob }: { demo: Demo; onJob: (id: string) => void }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  return (
    <div className="stack">
      <p className="muted">
        {t(demo.state === 'half' ? 'web.demo.half_text' : 'web.demo.remove_text')}
      </p>
      <div>
        <Button kind="danger" onClick={() => setAsked(true)}>
          {t('web.demo.remove')}
        </Button>
      </div>
      {asked ? <RemoveDialog demo={demo} onJob={onJob} onClose={() => setAsked(false)} /> : null}
    </div>
  )
}

interface RemoveProps {
  demo: Demo
  onJob: (id: string) => void
  onClose: () => void
}

function RemoveDialog({ demo, onJob, onClose }: RemoveProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const acting = useAct()
  const [sure, setSure] = useState(false)
  const [backedUp, setBackedUp] = useState(false)
  const byServer = demo.backup === 'by_server'
  const wanting = (demo.since > 0 && !sure) || (byServer && !backedUp)
  const remove = async () => {
    const done = await acting.run(async () => {
      onJob((await removeDemo(demo.since, backedUp)).job.id)
    })
    if (done) return onClose()
    setSure(false)
    void client.invalidateQueries({ queryKey: ['page', 'demo'] })
  }
  return (
    <ActDialog
      title={t('web.demo.remove')}
      acting={acting}
      act={t('web.demo.remove')}
      danger
      disabled={wanting}
      onAct={() => void remove()}
      onClose={onClose}
    >
      <p>{t('web.demo.stays')}</p>
      <p className="muted">{t(byServer ? 'web.demo.backup_server' : 'web.demo.backup')}</p>
      {demo.since > 0 ? (
        <label className="check">
          <input type="checkbox" checked={sure} onChange={(e) => setSure(e.target.checked)} />
          <span>{t('web.demo.since', { count: format.number(demo.since) })}</span>
        </label>
      ) : null}
      {byServer ? (
        <label className="check">
          <input
            type="checkbox"
            checked={backedUp}
            onChange={(e) => setBackedUp(e.target.checked)}
          />
          <span>{t('web.demo.backed_up')}</span>
        </label>
      ) : null}
    </ActDialog>
  )
}
