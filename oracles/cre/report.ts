import { encodeAbiParameters, type Hex, parseAbiParameters, stringToHex } from 'viem'

const REPORT = parseAbiParameters('uint64 chainSelector, bytes32 requestId, bytes response, bytes err')

/**
 * What the contract's receiver takes from the forwarder. The chain is named because the network's signatures do not bind it.
 * @param outcome answer in hex, or an error code
 */
export function encodeReport(chainSelector: bigint, requestId: Hex, outcome: string): Hex {
  const [response, err]: [Hex, Hex] = outcome.startsWith('0x') ? [outcome as Hex, '0x'] : ['0x', stringToHex(outcome)]
  return encodeAbiParameters(REPORT, [chainSelector, requestId, response, err])
}
