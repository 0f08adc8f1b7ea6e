import { useTranslation } from 'react-i18next'
import { useStores } from '../record/stores'
import { Kbd } from '../ui/bits'
import { Dialog } from '../ui/dialog'

const groups: { title: string; keys: [string, string][] }[] = [
  { title: 'keys.everywhere', keys: [
    ['Ctrl K · /', 'keys.palette'], ['C', 'keys.create'], ['G H', 'keys.go_home'], ['G O', 'keys.go_opportunities'],
    ['G B', 'keys.go_board'], ['G F', 'keys.go_accounts'], ['Ctrl Z', 'keys.undo'], ['?', 'keys.title']] },
  { title: 'keys.in_list', keys: [
    ['↑ ↓ ← →', 'keys.move'], ['PgUp PgDn', 'keys.page'], ['Ctrl Home / End', 'keys.ends'], ['Enter · F2', 'keys.edit'],
    ['Esc', 'keys.cancel'], ['Tab', 'keys.next_cell'], ['Space', 'keys.select'], ['Shift ↑ ↓', 'keys.range'],
    ['Ctrl C', 'keys.copy'], ['O', 'keys.open']] },
  { title: 'keys.in_record', keys: [['E', 'keys.follow_up'], ['J · K', 'keys.next_record']] },
]

export default function KeyHelp() {
  const { t } = useTranslation()
  const close = () => useStores.getState().setHelp(false)
  return (
    <Dialog open kind="wide" title={t('keys.title')} onClose={close}>
      <div className="key-help">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.keys.map(([key, label]) => (
                <div key={key}><dt>{t(label)}</dt><dd><Kbd>{key}</Kbd></dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
