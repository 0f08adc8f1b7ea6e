// The sentences the browser needs, one lazy chunk per language: the keys `web.*` of the
// top-level locale files, which the server shares. Served as virtual:locale/<language>.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const prefix = 'virtual:locale/'

export function localePlugin(): Plugin {
  const fileOf = (language: string) => resolve(import.meta.dirname, '../locale', `${language}.json`)
  return {
    name: 'bihuan-locale',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const file = fileOf(id.slice(prefix.length + 1))
      this.addWatchFile(file)
      const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
      const own = Object.entries(all)
        .filter(([key]) => key.startsWith('web.'))
      return `export default ${JSON.stringify(Object.fromEntries(own))}`
    },
  }
}
