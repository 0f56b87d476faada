import { type AbiParameter, zeroAddress } from 'viem'

/** Arguments that decode but mean nothing, for calls that are expected to be refused before they are looked at. */
export function zeroArguments(inputs: readonly AbiParameter[]): unknown[] {
  return inputs.map(zeroValue)
}

function zeroValue(input: AbiParameter): unknown {
  const fixedArray = /^(.*)\[(\d+)\]$/.exec(input.type)
  if (fixedArray)
    return Array.from({ length: Number(fixedArray[2]) }, () => zeroValue({ ...input, type: fixedArray[1] ?? '' }))
  if (input.type.endsWith('[]')) return []
  if (input.type === 'tuple') return zeroStruct(input)
  if (input.type === 'address') return zeroAddress
  if (input.type === 'bool') return false
  if (input.type === 'string') return ''
  if (input.type === 'bytes') return '0x'
  const fixedBytes = /^bytes(\d+)$/.exec(input.type)
  return fixedBytes ? `0x${'00'.repeat(Number(fixedBytes[1]))}` : 0n
}

function zeroStruct(input: AbiParameter): Record<string, unknown> {
  const { components } = input as { components?: readonly AbiParameter[] }
  return Object.fromEntries((components ?? []).map((component) => [component.name ?? '', zeroValue(component)]))
}
