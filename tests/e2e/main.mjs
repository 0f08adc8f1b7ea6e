// Runs every journey on one server; each starts from what it makes itself. Names choose some.
import { Tally, openBrowser, startServer } from './lib.mjs'
import { basics } from './basics.mjs'
import { access } from './access.mjs'
import { calendar } from './calendar.mjs'
import { day } from './day.mjs'
import { demo } from './demo.mjs'
import { desk } from './desk.mjs'
import { finance } from './finance.mjs'
import { firstRun } from './first_run.mjs'
import { importing } from './import.mjs'
import { leadToCash } from './lead_to_cash.mjs'
import { leaver } from './leaver.mjs'
import { office } from './office.mjs'
import { phoneDay } from './phone.mjs'
import { policy } from './policy.mjs'
import { week } from './week.mjs'

// On a database server the pages are the same: the main journeys show that they get their answers.
const onServer = process.env.BIHUAN_TEST_DATABASE ? ['basics', 'leadToCash', 'importing'] : []

const server = await startServer()
const context = await openBrowser()
const tally = new Tally()
try {
  const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
  const wanted = named.length > 0 ? named : onServer
  for (const journeys of [firstRun, basics, leadToCash, day, calendar, week, finance, office, desk, leaver, importing, phoneDay, policy, access, demo]) {
    if (wanted.length > 0 && !wanted.includes(journeys.name)) continue
    await journeys(tally, context, server.base)
  }
} finally {
  await context.close()
  server.stop()
}
tally.finish()
