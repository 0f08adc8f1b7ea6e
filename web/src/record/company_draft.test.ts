import { expect, test } from 'vitest'
import type { Company } from '../api/company'
import { changesOf, issueAt, toDraft, zonesOf } from './company_draft'

const company: Company = {
  name: '拓远',
  short_name: '',
  logo: null,
  address: '',
  phone: '',
  tax_number: '',
  banks: [{ bank: '招商银行', holder: '', account: '1', currency: 'CNY' }],
  base_currency: 'CNY',
  fiscal_year_start: 1,
  closing_day: 0,
  zone: 'Asia/Shanghai',
  version: 3,
  can: { update: true },
}

test('only what was changed is sent', () => {
  const draft = toDraft(company)
  expect(changesOf(company, draft)).toEqual({})
  expect(changesOf(company, { ...draft, closing_day: 25, short_name: '拓' })).toEqual({
    closing_day: 25,
    short_name: '拓',
  })
  const banks = [{ ...company.banks[0]!, account: '2' }]
  expect(changesOf(company, { ...draft, banks })).toEqual({ banks })
  expect('version' in draft).toBe(false)
})

test('an issue stands at its field, also inside a bank account', () => {
  const issues = [{ field: 'banks[0].account', code: 'issue.required', message: '必填' }]
  expect(issueAt(issues, 'banks[0].account')).toBe('必填')
  expect(issueAt(issues, 'banks[1].account')).toBeUndefined()
})

test('the company’s zone is among the choices, once', () => {
  const zones = zonesOf('Asia/Shanghai')
  expect(zones.filter((zone) => zone === 'Asia/Shanghai')).toHaveLength(1)
  expect(zonesOf('Etc/Odd')[0]).toBe('Etc/Odd')
})
