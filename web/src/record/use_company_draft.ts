import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, type Issue } from '../api/client'
import { changeCompany, companyKey, type Company } from '../api/company'
import { sessionQuery } from '../api/queries'
import { toast } from '../ui/toast'
import { changesOf, issueAt, toDraft } from './company_draft'

// What is typed, saved with its version; somebody else's change is told, never overwritten.
export function useCompanyDraft(company: Company) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => toDraft(company))
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => setDraft(toDraft(company)), [company])
  const save = async (): Promise<boolean> => {
    const changes = changesOf(company, draft)
    setIssues([])
    setProblem('')
    if (Object.keys(changes).length === 0) return true
    setBusy(true)
    try {
      client.setQueryData(companyKey, await changeCompany(changes, company.version))
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
      toast(t('web.saved'))
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const own = error.field ? [{ field: error.field, code: error.code, message: error.message }] : []
      setIssues([...error.issues, ...own])
      setProblem(error.issues.length > 0 ? t('web.company.repair') : error.message)
      return false
    } finally {
      setBusy(false)
    }
  }
  const set = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }))
  return { draft, set, save, busy, problem, at: (field: string) => issueAt(issues, field) }
}
