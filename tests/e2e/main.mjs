// Runs every journey on one server; each starts from what it makes itself.
import { Tally, openBrowser, startServer } from './lib.mjs'
import { basics } from './basics.mjs'
import { access } from './access.mjs'
import { day } from './day.mjs'
import { leadToCash } from './lead_to_cash.mjs'

const server = await startServer()
const context = await openBrowser()
const tally = new Tally()
try {
  for (const journeys of [basics, leadToCash, day, access]) await journeys(tally, context, server.base)
} finally {
  await context.close()
  server.stop()
}
tally.finish()
