import { expect, test } from 'vitest'
import type { RecordRow } from '../../api/types'
import { firstPassword, readPeople } from './people_list'

const roles: RecordRow[] = [
  { id: '1', version: 1, name: '销售', code: 'sales_rep' },
  { id: '2', version: 1, name: '销售经理', code: 'sales_manager' },
]

test('a line gives name, login, mobile and role in any order', () => {
  const text = '李文静\tli.wenjing\t138 1234 5678\t销售经理\n\n王海涛，13900001111\r\n销售 zhao 赵敏'
  expect(readPeople(text, roles, 'sales_rep')).toEqual([
    { name: '李文静', login: 'li.wenjing', mobile: '13812345678', role: 'sales_manager', problem: null },
    { name: '王海涛', login: '13900001111', mobile: '13900001111', role: 'sales_rep', problem: null },
    { name: '赵敏', login: 'zhao', mobile: '', role: 'sales_rep', problem: null },
  ])
})

test('what is missing or there twice is told for its line', () => {
  const people = readPeople('李文静\nli, 李四\nLI, 李五\n13900001111', roles, 'sales_rep')
  expect(people.map((one) => one.problem)).toEqual(['login', null, 'twice', 'name'])
})

test('first passwords differ, are long enough and easy to read out', () => {
  const made = new Set(Array.from({ length: 50 }, () => firstPassword()))
  expect(made.size).toBe(50)
  for (const one of made) expect(one).toMatch(/^[a-hjkmnp-z]{4}-[2-9]{4}-[a-hjkmnp-z]{4}$/)
})
