// Routes: log-in, the shell with generic pages of every object, and the hand-made pages.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from '../api/client'
import { sessionQuery } from '../api/queries'
import { schemaQuery } from '../api/schema'
import { pages } from '../pages'
import type { PageEntry } from '../record/extend'
import { readListSearch, readRecordSearch } from '../record/search_params'
import { ErrorState } from '../ui/states'
import { HomePage } from './home'
import { LoginPage } from './login'
import { NotFound } from './not_found'
import { SessionGate } from './session_gate'
import { Shell } from './shell'

interface Context {
  client: QueryClient
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: LoginPage,
  validateSearch: (raw: Record<string, unknown>) =>
    typeof raw.to === 'string' ? { to: raw.to } : {},
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: SessionGate,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(sessionQuery)
      await context.client.ensureQueryData(schemaQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
})

const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell })
const inShell = () => shell

const home = createRoute({ getParentRoute: inShell, path: '/', component: HomePage })
const list = createRoute({
  getParentRoute: inShell,
  path: '/o/$object',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../record/list_page')),
})
const record = createRoute({
  getParentRoute: inShell,
  path: '/o/$object/$id',
  validateSearch: readRecordSearch,
  component: lazyRouteComponent(() => import('../record/record_page')),
})
const mySettings = createRoute({
  getParentRoute: inShell,
  path: '/me',
  component: lazyRouteComponent(() => import('./me_page')),
})

function pageRoute(entry: PageEntry) {
  return createRoute({
    getParentRoute: () => (entry.bare ? signedIn : shell),
    path: entry.path,
    component: lazyRouteComponent(entry.load),
    ...(entry.validateSearch ? { validateSearch: entry.validateSearch } : {}),
  })
}

export function makeRouter(client: QueryClient) {
  const own = pages.filter((entry) => !entry.bare).map(pageRoute)
  const bare = pages.filter((entry) => entry.bare).map(pageRoute)
  const tree = root.addChildren([
    login,
    signedIn.addChildren([shell.addChildren([home, list, record, mySettings, ...own]), ...bare]),
  ])
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: false,
    defaultNotFoundComponent: NotFound,
    defaultPendingMs: 300,
  })
}
