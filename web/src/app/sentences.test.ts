// Every sentence the pages name exists in both languages, with the same placeholders.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory()
      ? sources(path)
      : /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.')
        ? [path]
        : []
  })
}

function sentences(language: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, '../locale', `${language}.json`), 'utf8')) as Record<
    string,
    string
  >
}

function namedKeys(): string[] {
  const keys = new Set<string>()
  for (const file of sources(join(root, 'src'))) {
    const text = readFileSync(file, 'utf8')
    for (const match of text.matchAll(/\bt\(\s*(?:[\w.?! ]+ \? )?'([a-z][\w.]*)'/g))
      keys.add(match[1]!)
    for (const match of text.matchAll(/'(web\.(?:keys|field)\.\w+)'/g)) keys.add(match[1]!)
  }
  return [...keys]
}

const holes = (text: string): string =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join()

describe('sentences', () => {
  const zh = sentences('zh-CN')
  const en = sentences('en')
  it('are there for every key in the code', () => {
    const missing = namedKeys().filter((key) => !zh[key] || !en[key])
    expect(missing).toEqual([])
  })
  it('have the same placeholders in both languages', () => {
    const different = Object.keys(zh).filter(
      (key) => key.startsWith('web.') && holes(zh[key]!) !== holes(en[key] ?? ''),
    )
    expect(different).toEqual([])
  })
})
