import { useTranslation } from 'react-i18next'
import { useStores } from '../record/stores'
import { Kbd } from '../ui/bits'
import { Dialog } from '../ui/dialog'

const groups: { title: string; keys: [string, string][] }[] = [
  {
    title: 'web.keys.everywhere',
    keys: [
      ['Ctrl K · /', 'web.keys.palette'],
      ['C', 'web.keys.create'],
      ['G H', 'web.keys.go_home'],
      ['G O', 'web.keys.go_opportunities'],
      ['G B', 'web.keys.go_board'],
      ['G F', 'web.keys.go_accounts'],
      ['Ctrl Z', 'web.keys.undo'],
      ['?', 'web.keys.title'],
    ],
  },
  {
    title: 'web.keys.in_list',
    keys: [
      ['↑ ↓ ← →', 'web.keys.move'],
      ['PgUp PgDn', 'web.keys.page'],
      ['Ctrl Home / End', 'web.keys.ends'],
      ['Enter · F2', 'web.keys.edit'],
      ['Esc', 'web.keys.cancel'],
      ['Tab', 'web.keys.next_cell'],
      ['Space', 'web.keys.select'],
      ['Shift ↑ ↓', 'web.keys.range'],
      ['Ctrl C', 'web.keys.copy'],
      ['O', 'web.keys.open'],
    ],
  },
  {
    title: 'web.keys.in_record',
    keys: [
      ['E', 'web.keys.follow_up'],
      ['J · K', 'web.keys.next_record'],
    ],
  },
]

export default function KeyHelp() {
  const { t } = useTranslation()
  const close = () => useStores.getState().setHelp(false)
  return (
    <Dialog open kind="wide" title={t('web.keys.title')} onClose={close}>
      <div className="key-help">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.keys.map(([key, label]) => (
                <div key={key}>
                  <dt>{t(label)}</dt>
                  <dd>
                    <Kbd>{key}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
