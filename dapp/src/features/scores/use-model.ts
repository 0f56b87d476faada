import { type Model, modelHash, modelRegistryAbi, parseModel } from '@tallystick/sdk'
import { useQuery } from '@tanstack/react-query'
import { type Hex, hexToBytes, zeroAddress } from 'viem'
import { type Config, useConfig, useReadContract } from 'wagmi'
import { getBytecode } from 'wagmi/actions'
import { useBank, useDeployment } from '../../chain/deployment'

/** The model of a version, from the chain where it is published, else from a platform; its hash is checked. */
export function useModel(version: number) {
  const { models } = useBank()
  const { platforms } = useDeployment()
  const config = useConfig()
  const registered = useReadContract({
    address: models,
    abi: modelRegistryAbi,
    functionName: 'model',
    args: [version],
  }).data
  return useQuery({
    queryKey: ['model', registered?.modelHash],
    enabled: registered !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Model> => {
      if (!registered) throw new Error('the model is not registered')
      const { blob, modelHash: hash } = registered
      const urls = platforms.map(({ url }) => `${url}/v1/model/${hash}`)
      return parseModel(
        blob === zeroAddress ? await fetchBlob(urls, hash, signal) : checked(await publishedBlob(config, blob), hash),
      )
    },
  })
}

/** The code of the contract that carries the blob, without its leading zero byte. */
async function publishedBlob(config: Config, address: Hex): Promise<Uint8Array> {
  const code = await getBytecode(config, { address })
  if (code === undefined) throw new Error('the published model has no code')
  return hexToBytes(code).subarray(1)
}

/** The first platform that delivers the registered bytes. */
async function fetchBlob(urls: readonly string[], hash: Hex, signal: AbortSignal): Promise<Uint8Array> {
  const attempts = urls.map(async (url) => {
    const answer = await fetch(url, { signal })
    if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`)
    return checked(new Uint8Array(await answer.arrayBuffer()), hash)
  })
  return Promise.any(attempts)
}

function checked(blob: Uint8Array, hash: Hex): Uint8Array {
  if (modelHash(blob) !== hash) throw new Error('the model is not the registered one')
  return blob
}
