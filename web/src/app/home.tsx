import { Navigate } from '@tanstack/react-router'
import { useSession } from '../api/queries'
import { useSchema } from '../api/schema'
import { isFirstRun } from '../api/setup'
import { useExtensions } from '../record/extend'

// The first administrator is led; others see the page that pages/ marks as home, without one the
// first list they may see.
export function HomePage() {
  const { pages } = useExtensions()
  const schema = useSchema()
  const user = useSession()?.user
  if (isFirstRun(user)) return <Navigate to="/setup" replace />
  const home = pages.find((entry) => entry.home)
  if (home) return <Navigate to={home.path} replace />
  const first =
    ['opportunity', 'account', 'lead'].find((name) => schema?.find(name)) ??
    schema?.objects.find((object) => object.in_menu !== false)?.object
  return first ? <Navigate to="/o/$object" params={{ object: first }} replace /> : null
}
