// Mentions in plain text: "@" and a name, ended by a space, punctuation or the end.
export interface TextPart {
  text: string
  mention: boolean
}

const mention = /@[\p{L}\p{N}_·.-]{1,40}/gu

export function splitMentions(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(mention)) {
    const before = match.index === 0 ? '' : text[match.index - 1]!
    if (/[\p{L}\p{N}]/u.test(before) && !/\p{Script=Han}/u.test(before)) continue // an e-mail address
    if (match.index > from) parts.push({ text: text.slice(from, match.index), mention: false })
    parts.push({ text: match[0], mention: true })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from), mention: false })
  return parts
}

// The name being typed at the caret: "@李" in "请 @李|看一下"; null when none is.
export function mentionAt(text: string, caret: number): { from: number; typed: string } | null {
  const match = /(?:^|[^A-Za-z0-9.])@([\p{L}\p{N}_·.-]{0,20})$/u.exec(text.slice(0, caret))
  if (!match) return null
  return { from: caret - match[1]!.length - 1, typed: match[1]! }
}
