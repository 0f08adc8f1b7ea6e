import { describe, expect, it } from 'vitest'
import { parseTypedDate, toInstant, toMoment } from './dates'
import {
  addDecimals,
  decimalText,
  multiplyDecimals,
  parseDecimal,
  rescale,
  sumTexts,
} from './decimal'
import { createFormat } from './format'
import { amountWords, compactMoneyText, moneyText, parseTypedNumber } from './numbers'

const base = {
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  today: '2026-11-23',
  now: () => Date.parse('2026-11-23T02:00:30Z'),
}
const zh = createFormat({ ...base, language: 'zh-CN' })
const en = createFormat({ ...base, language: 'en' })

describe('decimal', () => {
  it('adds and multiplies without floats', () => {
    expect(sumTexts(['0.1', '0.2'])).toBe('0.3')
    expect(sumTexts(['9007199254740993.01', '0.01', null])).toBe('9007199254740993.02')
    const product = multiplyDecimals(parseDecimal('1.005')!, parseDecimal('100')!)
    expect(decimalText(rescale(product, 0))).toBe('101')
    expect(decimalText(addDecimals(parseDecimal('-0.05')!, parseDecimal('0')!))).toBe('-0.05')
  })
  it('rounds half away from zero', () => {
    expect(decimalText(rescale(parseDecimal('12.345')!, 2))).toBe('12.35')
    expect(decimalText(rescale(parseDecimal('-12.345')!, 2))).toBe('-12.35')
  })
  it('refuses what is no number', () => {
    for (const text of ['', '.', 'a', '1e5', '1.2.3', '--1']) expect(parseDecimal(text)).toBeNull()
  })
})

describe('money', () => {
  it('shows decimals only if any', () => {
    expect(moneyText('1286000.00', 'CNY', 'zh-CN')).toBe('¥1,286,000')
    expect(moneyText('1286000.5', 'CNY', 'zh-CN')).toBe('¥1,286,000.50')
    expect(moneyText('-1200', 'USD', 'zh-CN')).toBe('-US$1,200')
    expect(moneyText('1286000', 'CNY', 'en')).toBe('CN¥1,286,000')
    expect(zh.money(null)).toBe('-')
  })
  it('shortens by 万 and 亿', () => {
    expect(compactMoneyText('1286000', 'CNY', 'zh-CN')).toBe('¥128.6万')
    expect(compactMoneyText('341000000', 'CNY', 'zh-CN')).toBe('¥3.41亿')
    expect(compactMoneyText('82000', 'CNY', 'zh-CN')).toBe('¥8.2万')
    expect(compactMoneyText('10000000', 'CNY', 'zh-CN')).toBe('¥1,000万')
    expect(compactMoneyText('9999', 'CNY', 'zh-CN')).toBe('¥9,999')
    expect(compactMoneyText('1286000', 'CNY', 'en')).toBe('CN¥1.29M')
  })
  it('reads what people type', () => {
    expect(parseTypedNumber('¥1,286,000')).toBe('1286000')
    expect(parseTypedNumber('128.6万')).toBe('1286000')
    expect(parseTypedNumber('3.41亿')).toBe('341000000')
    expect(parseTypedNumber('１２３．５')).toBe('123.5')
    expect(parseTypedNumber('abc')).toBeNull()
  })
  it('writes amounts in words', () => {
    expect(amountWords('1286000')).toBe('壹佰贰拾捌万陆仟元整')
    expect(amountWords('0')).toBe('零元整')
    expect(amountWords('10005.02')).toBe('壹万零伍元零贰分')
    expect(amountWords('100000000')).toBe('壹亿元整')
    expect(amountWords('100200300.5')).toBe('壹亿零贰拾万零叁佰元伍角整')
    expect(amountWords('-20.05')).toBe('负贰拾元零伍分')
    expect(amountWords('0.3')).toBe('叁角整')
  })
})

describe('dates', () => {
  it('speaks relative to today in the zone', () => {
    expect(zh.relative('2026-11-23T02:00:00Z')).toBe('刚刚')
    expect(zh.relative('2026-11-23T01:40:00Z')).toBe('今天 09:40')
    expect(zh.relative('2026-11-22T06:18:00Z')).toBe('昨天 14:18')
    expect(zh.relative('2026-11-20T06:18:00Z')).toBe('3 天前')
    expect(zh.relative('2026-09-01T06:18:00Z')).toBe('2026-09-01')
    expect(en.relative('2026-11-22T06:18:00Z')).toBe('yesterday 2:18 PM')
  })
  it('tells what is due and what is late', () => {
    expect(zh.due('2026-11-23')).toEqual({ text: '今天', late: false })
    expect(zh.due('2026-11-26')).toEqual({ text: '3 天后', late: false })
    expect(zh.due('2026-12-18')).toEqual({ text: '12月18日', late: false })
    expect(zh.due('2026-11-18')).toEqual({ text: '逾期 5 天', late: true })
    expect(en.due('2026-11-18').text).toBe('overdue by 5 days')
  })
  it('writes days', () => {
    expect(zh.heading('2026-11-23')).toBe('11月23日 周一')
    expect(en.date('2026-11-23')).toBe('Nov 23, 2026')
    expect(zh.month('2026-03')).toBe('2026年3月')
  })
  it('turns clock times into instants and back', () => {
    expect(toInstant('2026-11-23', '09:40', 'Asia/Shanghai')).toBe('2026-11-23T01:40:00.000Z')
    expect(toMoment('2026-11-22T17:00:00Z', 'Asia/Shanghai')).toEqual({
      date: '2026-11-23',
      hour: 1,
      minute: 0,
    })
  })
  it('reads typed days', () => {
    expect(parseTypedDate('12-18', '2026-11-23')).toBe('2026-12-18')
    expect(parseTypedDate('2026/2/3', '2026-11-23')).toBe('2026-02-03')
    expect(parseTypedDate('明天', '2026-11-23')).toBe('2026-11-24')
    expect(parseTypedDate('+7', '2026-11-23')).toBe('2026-11-30')
    expect(parseTypedDate('2026-02-30', '2026-11-23')).toBeNull()
  })
  it('groups phones and codes', () => {
    expect(zh.phone('13800138000')).toBe('138 0013 8000')
    expect(zh.phone('051262214873')).toBe('0512 6221 4873')
    expect(zh.phone('01062214873')).toBe('010 6221 4873')
    expect(zh.phone('0512-66668888')).toBe('0512-66668888')
    expect(zh.creditCode('91320594MA1XY')).toBe('9132 0594 MA1X Y')
  })
})
