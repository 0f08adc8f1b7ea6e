// A pasted list of colleagues: one a line, in any order: name, login, mobile, role.
import type { RecordRow } from '../../api/types'
import { asText } from '../../fields/kit'

export interface Newcomer {
  name: string
  login: string
  mobile: string
  role: string // code
  problem: 'name' | 'login' | 'twice' | null
}

const separators = /[\t,，;；、|]+|\s{2,}|(?<=[\u4e00-\u9fff]) +| +(?=[\u4e00-\u9fff])/
const isMobile = (word: string): boolean => /^(\+?86)?[- ]?1\d{2}[- ]?\d{4}[- ]?\d{4}$/.test(word)
const isLogin = (word: string): boolean => /^[A-Za-z0-9._@-]{2,50}$/.test(word)

export function readPeople(
  text: string,
  roles: readonly RecordRow[],
  fallback: string,
): Newcomer[] {
  const known = new Map<string, string>()
  for (const role of roles) {
    known.set(asText(role.name), asText(role.code))
    known.set(asText(role.code), asText(role.code))
  }
  const seen = new Set<string>()
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const person: Newcomer = { name: '', login: '', mobile: '', role: fallback, problem: null }
      for (const word of line.split(separators).map((part) => part.trim())) {
        if (word === '') continue
        const role = known.get(word)
        if (role) person.role = role
        else if (isMobile(word)) person.mobile = word.replaceAll(/[- ]/g, '')
        else if (isLogin(word) && person.login === '') person.login = word
        else if (person.name === '') person.name = word
      }
      if (person.login === '') person.login = person.mobile.replace(/^\+?86/, '')
      // An English name may look like a login: then it is both.
      if (person.name === '' && person.login !== person.mobile) person.name = person.login
      if (person.name === '') person.problem = 'name'
      else if (person.login === '') person.problem = 'login'
      else if (seen.has(person.login.toLowerCase())) person.problem = 'twice'
      seen.add(person.login.toLowerCase())
      return person
    })
}

// Easy to read out: no letters or digits that look alike.
const letters = 'abcdefghjkmnpqrstuvwxyz'
const digits = '23456789'

export function firstPassword(random: (below: number) => number = randomBelow): string {
  const pick = (from: string, count: number): string =>
    Array.from({ length: count }, () => from[random(from.length)]).join('')
  return `${pick(letters, 4)}-${pick(digits, 4)}-${pick(letters, 4)}`
}

function randomBelow(below: number): number {
  const word = new Uint32Array(1)
  crypto.getRandomValues(word)
  return (word[0] ?? 0) % below
}
