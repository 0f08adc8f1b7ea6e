import { describe, expect, it } from 'vitest'
import { discountedPrice, divide, decimalOf, lineTotals, quoteTotals } from './pricing'

describe('quote lines', () => {
  it('takes the tax out of a price that has it', () => {
    expect(lineTotals({ quantity: '2', price: '565.00', tax_rate: 't13' }, true)).toEqual({
      net: '1000.00',
      tax: '130.00',
      amount: '1130.00',
    })
  })
  it('puts the tax on a price that has it not', () => {
    expect(lineTotals({ quantity: '3', price: '33.33', tax_rate: 't6' }, false)).toEqual({
      net: '99.99',
      tax: '6.00',
      amount: '105.99',
    })
  })
  it('rounds half a fen up on each line', () => {
    expect(lineTotals({ quantity: '0.5', price: '0.01', tax_rate: 't0' }, true).amount).toBe('0.01')
    expect(lineTotals({ quantity: '3', price: '0.335', tax_rate: 'exempt' }, true)).toEqual({
      net: '1.01',
      tax: '0.00',
      amount: '1.01',
    })
  })
  it('gives the price after a discount', () => {
    expect(discountedPrice({ list_price: '1000', discount: '18' })).toBe('820.00')
    expect(discountedPrice({ list_price: '0.35', discount: '33.33' })).toBe('0.233345')
    expect(discountedPrice({ discount: '5' })).toBeNull()
  })
  it('adds up with the discount on the whole, then freight', () => {
    const lines = [
      lineTotals({ quantity: '1', price: '1130', tax_rate: 't13' }, true),
      lineTotals({ quantity: '1', price: '106', tax_rate: 't6' }, true),
    ]
    expect(quoteTotals(lines, '10', '50')).toEqual({
      lines: '1236.00',
      tax: '122.40',
      amount: '1162.40',
    })
  })
  it('divides away from zero', () => {
    expect(divide(decimalOf('-1'), decimalOf('8'), 2)).toEqual({ units: -13n, scale: 2 })
    expect(divide(decimalOf('1'), decimalOf('0'), 2).units).toBe(0n)
  })
})
