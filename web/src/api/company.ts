// What the company says of itself (docs/developer/api.md, Company).
import { useQuery } from '@tanstack/react-query'
import { apiRoot, call } from './client'

export interface Bank {
  bank: string
  holder: string
  account: string
  currency: string
}

export interface Company {
  name: string
  short_name: string
  logo: string | null
  address: string
  phone: string
  tax_number: string
  banks: Bank[]
  base_currency: string
  fiscal_year_start: number
  closing_day: number // 0: the month's last
  zone: string
  version: number
  can: { update: boolean }
}

export type CompanyFields = Omit<Company, 'version' | 'can'>

export const companyKey = ['company'] as const

export const useCompany = () =>
  useQuery({
    queryKey: companyKey,
    queryFn: () => call<Company>('GET', '/company'),
  })

export const changeCompany = (fields: Partial<CompanyFields>, version: number) =>
  call<Company>('PATCH', '/company', { body: { ...fields, version } })

export const logoUrl = (logo: string) => `${apiRoot}/company/logo?of=${logo}`
