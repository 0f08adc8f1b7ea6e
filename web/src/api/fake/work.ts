// Answers of the pages made by hand: metrics and the workbench, in the shapes of api.md.
import { day, today, type World } from './data'
import type { MetricAnswer } from '../types'

const label = (zh: string, en: string) => ({ zh, en })

export function metricAnswer(world: World, name: string): MetricAnswer {
  const rows = (world.tables.get('opportunity') ?? []).slice(0, 4)
  return {
    name,
    label: label('签约额', 'Signed amount'),
    unit: name.includes('rate') ? 'percent' : 'money',
    definition: label(
      '期间内首次签署且审批通过的合同金额，按签订日期计。',
      'Amount of contracts first signed and approved in the period, by sign date.',
    ),
    from: `${today.slice(0, 7)}-01`,
    to: today,
    value: name.includes('rate') ? '38.40' : '8624000.00',
    target: '10000000.00',
    previous: { from: day(-60), to: day(-30), value: '7660000.00' },
    records: { object: 'opportunity', where: 'state == "won"', count: 84 },
    rows: (world.tables.get('user') ?? []).map((user, index) => ({
      key: { id: user.id, name: String(user.name) },
      value: `${(9 - index) * 240_000}.00`,
    })),
    changed_since_yesterday: {
      value_yesterday: '8110000.00',
      rows: rows.map((row) => ({
        object: 'opportunity',
        id: row.id,
        title: String(row.name),
        date: today,
        amount: '128500.00',
        count: 1,
        why: 'signed',
      })),
    },
  }
}

export function workbench(world: World): Record<string, unknown> {
  const kpi = (metric: string, value: string, target: string, pace: string, trend: number[]) => ({
    metric,
    value,
    target,
    previous: String(Number(value) * 0.88),
    pace,
    trend: trend.map(String),
  })
  const stages = (world.tables.get('stage') ?? []).slice(0, 5)
  const users = world.tables.get('user') ?? []
  const opportunities = world.tables.get('opportunity') ?? []
  return {
    period: { from: '2026-11-01', to: '2026-11-30', label: '2026-11' },
    kpis: [
      kpi('signed', '8624000.00', '10000000.00', '0.77', [3, 4, 3.6, 5, 4.8, 6, 6.2, 7]),
      kpi('collected', '5341000.00', '7200000.00', '0.77', [6, 3, 6.4, 4, 5, 3, 2.4, 2.8]),
      kpi('opportunities_created', '128', '150', '0.77', [2, 3, 2.4, 3.4, 2.8, 3.6, 4.2, 5]),
      kpi('win_rate', '38.40', '40.00', '0.77', [3, 3.4, 3, 4, 3.4, 4.6, 5, 6]),
    ],
    funnel: stages.map((stage, index) => ({
      stage: stage.id,
      label: stage.name,
      color: stage.color,
      entered: [684, 402, 236, 121, 84][index],
      advanced: [402, 236, 121, 84, 0][index],
      open: [120, 66, 42, 18, 0][index],
      conversion: ['58.80', '58.70', '51.30', '69.40', null][index],
    })),
    trend: Array.from({ length: 11 }, (_, index) => ({
      month: `2026-${String(index + 1).padStart(2, '0')}`,
      signed: `${(4 + index * 0.45) * 1_000_000}`,
      collected: `${(3.6 + index * 0.3) * 1_000_000}`,
      target: `${(5 + index * 0.5) * 1_000_000}`,
    })),
    leaders: users.map((user, index) => ({
      user: { id: user.id, name: user.name },
      dept: '华东一组',
      value: `${(9 - index) * 240_000}.00`,
      target: '2000000.00',
      attainment: `${110 - index * 9}.00`,
    })),
    today: opportunities.slice(0, 5).map((row) => ({
      kind: 'follow_up',
      object: 'opportunity',
      id: row.id,
      title: row.name,
      subtitle: row.next_step ?? '',
      at: '2026-11-23T02:30:00Z',
      overdue_days: 0,
    })),
    risks: [
      { kind: 'stuck', count: 3, amount: '2864000.00', object: 'opportunity', where: 'stuck' },
      { kind: 'overdue', count: 2, amount: '638000.00', object: 'instalment', where: '' },
    ],
  }
}

export function collections(world: World): Record<string, unknown> {
  const accounts = (world.tables.get('account') ?? []).slice(0, 6)
  const buckets: [string, number | null, number | null, string, number][] = [
    ['not_effective', null, null, '1200000.00', 4],
    ['not_due', null, 0, '4800000.00', 22],
    ['1-30', 1, 30, '638000.00', 5],
    ['31-60', 31, 60, '320000.00', 3],
    ['61-90', 61, 90, '150000.00', 2],
    ['91-180', 91, 180, '80000.00', 1],
    ['>180', 181, null, '0.00', 0],
  ]
  return {
    uncollected: '7188000.00',
    receivable: '3120000.00',
    overdue: '1188000.00',
    overdue_share: '16.50',
    unallocated: '210000.00',
    ageing: buckets.map(([bucket, from_days, to_days, amount, count]) => ({
      bucket,
      from_days,
      to_days,
      amount,
      count,
    })),
    accounts: accounts.map((account, index) => ({
      account: { id: account.id, name: account.name },
      uncollected: `${(7 - index) * 180_000}.00`,
      overdue: `${(6 - index) * 40_000}.00`,
      oldest_days: 18 + index * 9,
      instalments: [
        {
          id: `${index}1`,
          contract: { id: '1', name: 'HT-2026-00012' },
          due: day(-18 - index),
          amount: '180000.00',
          remaining: '40000.00',
        },
      ],
    })),
  }
}
