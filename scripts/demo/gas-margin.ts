import { type Hex, type HttpTransport, hexToBigInt, http, numberToHex } from 'viem'

/**
 * HTTP to a chain, with a quarter more gas than estimated, as wallets send it: a second later more days of accrual may
 * have passed, and the same call writes more.
 */
export function httpWithGasMargin(url: string): HttpTransport {
  const transport = http(url)
  return (options) => {
    const plain = transport(options)
    const request = async (call: { readonly method: string }, requestOptions?: object) =>
      withMargin(call.method, await plain.request(call, requestOptions))
    return { ...plain, request: request as typeof plain.request }
  }
}

function withMargin(method: string, answer: unknown): unknown {
  if (method === 'eth_estimateGas') return raised(answer as Hex)
  if (method !== 'eth_fillTransaction') return answer
  const { tx, ...rest } = answer as { tx: { gas: Hex } }
  return { ...rest, tx: { ...tx, gas: raised(tx.gas) } }
}

function raised(gas: Hex): Hex {
  return numberToHex((hexToBigInt(gas) * 5n) / 4n)
}
