// Keeps the pages and what was last seen for when the network is away. Calls that change anything
// always go to the server; what is written offline waits in IndexedDB (api/outbox.ts).
const shell = 'bihuan-shell-1'
const seen = 'bihuan-seen-1'
const seenMax = 150
const readable = /^\/api\/v1\/(session|schema|views|workbench|records\/)/

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.add('/')).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const kept = new Set([shell, seen])
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => !kept.has(n)).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

async function keep(name, request, answer) {
  if (!answer.ok || answer.type !== 'basic') return
  const cache = await caches.open(name)
  await cache.put(request, answer)
  const all = await cache.keys()
  if (name === seen && all.length > seenMax) await cache.delete(all[0])
}

// Newest first; what was seen last when there is no network.
async function fromNetwork(event, name, fallback) {
  try {
    const answer = await fetch(event.request)
    event.waitUntil(keep(name, event.request, answer.clone()))
    return answer
  } catch (error) {
    const old = await caches.match(fallback ?? event.request)
    if (old) return old
    throw error
  }
}

// Files with a hash in their name never change.
async function fromCache(event) {
  const old = await caches.match(event.request)
  if (old) return old
  const answer = await fetch(event.request)
  event.waitUntil(keep(shell, event.request, answer.clone()))
  return answer
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (request.method === 'DELETE' && url.pathname === '/api/v1/session') {
    event.waitUntil(caches.delete(seen)) // the next person at this browser sees nothing of it
    return
  }
  if (request.method !== 'GET') return
  if (request.mode === 'navigate' && !url.pathname.startsWith('/api/'))
    event.respondWith(fromNetwork(event, shell, '/'))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromCache(event))
  else if (readable.test(url.pathname) && !request.headers.get('accept')?.includes('event-stream'))
    event.respondWith(fromNetwork(event, seen))
})
