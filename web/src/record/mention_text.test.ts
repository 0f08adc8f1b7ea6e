import { describe, expect, it } from 'vitest'
import { mentionAt, splitMentions } from './mention_text'

describe('mentions', () => {
  it('stand out in Chinese and English text, e-mail addresses do not', () => {
    expect(splitMentions('请@李文静 看一下').map((part) => [part.text, part.mention])).toEqual([
      ['请', false],
      ['@李文静', true],
      [' 看一下', false],
    ])
    expect(splitMentions('a@b.cn').some((part) => part.mention)).toBe(false)
    expect(splitMentions('')).toEqual([])
  })
  it('are recognised while they are typed', () => {
    expect(mentionAt('请@李', 3)).toEqual({ from: 1, typed: '李' })
    expect(mentionAt('@', 1)).toEqual({ from: 0, typed: '' })
    expect(mentionAt('a@b', 3)).toBeNull()
    expect(mentionAt('请@李 看', 5)).toBeNull()
  })
})
