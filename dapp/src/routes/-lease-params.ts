import { notFound } from '@tanstack/react-router'
import { type Hex, isHex, size } from 'viem'

/** A lease's number in an address. */
export const leaseParams = {
  parse: ({ lease }: { readonly lease: string }) => ({ lease: checkNumber(lease) }),
  stringify: ({ lease }: { readonly lease: bigint }) => ({ lease: String(lease) }),
}

/** A bill of rent in an address. */
export const billParams = {
  parse: ({ lease, period }: { readonly lease: string; readonly period: string }) => ({
    lease: checkNumber(lease),
    period: Number(checkNumber(period)),
  }),
  stringify: ({ lease, period }: { readonly lease: bigint; readonly period: number }) => ({
    lease: String(lease),
    period: String(period),
  }),
}

/** A machine's id in an address. */
export const deviceParams = { parse: ({ device }: { readonly device: string }) => ({ device: checkDevice(device) }) }

/** An address bar with anything but a number in it is no page of ours. */
function checkNumber(text: string): bigint {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound()
  return BigInt(text)
}

/** An address bar with anything but a device id in it is no page of ours. */
function checkDevice(text: string): Hex {
  if (!isHex(text) || size(text) !== 32) throw notFound()
  return text.toLowerCase() as Hex
}
