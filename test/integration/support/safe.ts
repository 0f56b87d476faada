import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem'
import type { System, Wallet } from '../fixtures.ts'
import { type PackageArtifact, packageArtifact } from './artifacts.ts'

const path = '@safe-global/safe-contracts/build/artifacts/contracts'

/** Safe 1.4.1 as its package ships it. */
export const safeArtifact = packageArtifact(`${path}/Safe.sol/Safe.json`)
const factoryArtifact = packageArtifact(`${path}/proxies/SafeProxyFactory.sol/SafeProxyFactory.json`)
const handlerArtifact = packageArtifact(
  `${path}/handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json`,
)

/** Deploys a contract without constructor arguments. */
export async function deployPackaged(system: System, { abi, bytecode }: PackageArtifact): Promise<Address> {
  const hash = await system.admin.deployContract({ abi, bytecode })
  const { contractAddress } = await system.client.waitForTransactionReceipt({ hash })
  if (!contractAddress) throw new Error('the contract was not deployed')
  return contractAddress
}

/** A Safe that needs all of its owners. */
export async function newSafe(system: System, owners: readonly Wallet[]): Promise<Address> {
  const [singleton, factory, handler] = [
    await deployPackaged(system, safeArtifact),
    await deployPackaged(system, factoryArtifact),
    await deployPackaged(system, handlerArtifact),
  ]
  const accounts = owners.map((owner) => owner.account.address)
  const setup = encodeFunctionData({
    abi: safeArtifact.abi,
    functionName: 'setup',
    args: [accounts, BigInt(owners.length), zeroAddress, '0x', handler, zeroAddress, 0n, zeroAddress],
  })
  const call = {
    address: factory,
    abi: factoryArtifact.abi,
    functionName: 'createProxyWithNonce',
    args: [singleton, setup, 1n],
  }
  const { result } = await system.client.simulateContract({ ...call, account: system.admin.account })
  await system.admin.writeContract(call)
  return result as Address
}

/** Each owner's signature of the Safe's own message about `digest`, in ascending order of address. */
export async function safeSignatures(
  system: System,
  safe: Address,
  digest: Hex,
  owners: readonly Wallet[],
): Promise<Hex[]> {
  const key = (owner: Wallet) => owner.account.address.toLowerCase()
  const sorted = [...owners].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return Promise.all(
    sorted.map((owner) =>
      owner.signTypedData({
        account: owner.account,
        domain: { chainId: system.domain.chainId, verifyingContract: safe },
        types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
        primaryType: 'SafeMessage',
        message: { message: digest },
      }),
    ),
  )
}
