import {
  ackDigest,
  checkTariff,
  type Deployment,
  type DevicesDomain,
  deviceIdOf,
  devicesAbi,
  devicesDomain,
  explainError,
  identityOf,
  keyDigest,
  keyHashOf,
  type LeaseTerms,
  leaseOffersAbi,
  leaseTermsHash,
  packTariff,
  type RentTooLowError,
  rentSchedule,
  serialHashOf,
  type Tariff,
  usageRent,
} from '@tallystick/sdk'
import { expect } from 'chai'
import { network } from 'hardhat'
import { type Address, getContract, type Hex } from 'viem'
import { SimulatedDevice } from '../../oracles/telemetry/simulator/device.ts'
import { PROFILES } from '../../oracles/telemetry/simulator/profile.ts'
import { createSigner, derivedPrivateKey } from '../../oracles/telemetry/simulator/signer.ts'
import { deviceSpec } from '../../oracles/telemetry/simulator/simulate.ts'
import { company } from '../../scripts/demo/companies.ts'
import { type Connection, deployNetwork } from '../../scripts/deploy/deploy.ts'
import { localNetwork } from '../../scripts/deploy/networks/local.ts'
import { Random } from './support/random.ts'

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const TARIFFS = 12
const USES = 40

/** What machines sign and what rent costs, computed by the SDK and the simulator, and asked of the contracts. */
describe('telemetry and the contracts agree', function () {
  this.timeout(120_000)

  const [taishan, hengtong] = [company('taishan'), company('hengtong')]
  const signer = createSigner('secp256k1', derivedPrivateKey(77))
  const random = new Random('telemetry')
  const registration = {
    oem: 'Taishan',
    model: 'TS215',
    serialHash: serialHashOf('ltts215a', 'ts-0001'),
    ratedFuelMlPerHour: PROFILES.ordinary.ratedFuelMlPerHour,
    key: signer.key,
  }
  const deviceId = deviceIdOf(identityOf(taishan.legalId), registration.model, registration.serialHash)
  let connection: Connection
  let deployment: Deployment
  let domain: DevicesDomain
  let maker: Address

  before(async () => {
    connection = (await network.create()) as Connection
    deployment = await deployNetwork(connection, localNetwork, 'telemetry-agreement')
    domain = devicesDomain(deployment.chainId, deployment.network.devices)
    maker = taishan.address
    await connection.networkHelpers.impersonateAccount(maker)
    await connection.networkHelpers.setBalance(maker, 10n ** 18n)
    const possession = signer.sign(keyDigest(domain, deviceId, 1, signer.key))
    await (await devices()).write.register([registration, possession])
  })

  it('on the id of a machine and on its key', async () => {
    const contract = await devices()
    expect((await contract.read.device([deviceId])).manufacturer).to.equal(maker)
    expect(await contract.read.keyHashOf([signer.key])).to.equal(keyHashOf(signer.key))
    expect(await contract.read.keyDigest([deviceId, 2, signer.key])).to.equal(
      keyDigest(domain, deviceId, 2, signer.key),
    )
  })

  it('on digests and signatures of a day of simulated readings', async () => {
    const contract = await devices()
    const start = Number((await now()) - 86_400n) * 1_000
    const spec = deviceSpec(PROFILES.ordinary, 5, { deviceId, signer })
    const device = SimulatedDevice.fresh(spec, domain, start, 400)
    for (let quarter = 1; quarter <= 96; quarter++) {
      const { reading, digest, message } = device.measure(start + quarter * 900_000)
      expect(await contract.read.verify([reading, message.sig])).to.equal(digest)
      if (quarter > 1) continue
      const refused = await contract.read.verify([reading, highS(message.sig)]).then(() => undefined, explainError)
      expect(refused?.code).to.equal('InvalidDeviceSignature')
    }
  })

  it('on the acknowledgement of a command', async () => {
    const contract = await devices()
    const ack = { deviceId, commandId: 3n, command: 1, ts: (await now()) * 1_000n }
    expect(await contract.read.ackDigest([ack])).to.equal(ackDigest(domain, ack))
    await contract.read.verifyAck([ack, signer.sign(ackDigest(domain, ack))])
  })

  it(`on ${TARIFFS} random tariffs, the price of ${TARIFFS * USES} uses, and the hash of the terms`, async () => {
    const contract = await offers()
    for (let leaseId = 1n; leaseId <= BigInt(TARIFFS); leaseId++) {
      const terms = termsWith(randomTariff())
      await contract.write.propose([argument(terms), []])
      const offer = await contract.read.offer([leaseId])
      expect(offer.tariff).to.equal(packTariff(terms.tariff))
      expect(offer.termsHash).to.equal(leaseTermsHash(leaseId, terms, []))
      for (let use = 0; use < USES; use++) {
        const opSec = BigInt(random.between(0, use % 2 ? 1_000_000 : 40_000_000))
        expect(await contract.read.usageRent([leaseId, opSec])).to.equal(usageRent(terms.tariff, opSec))
      }
    }
  })

  it('on which tariffs are none', async () => {
    const [first, second] = [
      { fromHours: 0, pricePerHour: 5n },
      { fromHours: 100, pricePerHour: 4n },
    ] as const
    const shapes: Tariff[] = [
      [],
      [first],
      [second],
      [first, second],
      [first, first],
      [first, { ...second, pricePerHour: 6n }],
      [first, { ...second, pricePerHour: 0n }],
      [1, 2, 3, 4].map((hours) => ({ fromHours: 100 * (hours - 1), pricePerHour: 1n })),
      [1, 2, 3, 4, 5].map((hours) => ({ fromHours: 100 * (hours - 1), pricePerHour: 1n })),
    ]
    for (const tariff of shapes) {
      const expected = checkTariff(tariff).length === 0 ? undefined : 'InvalidTariff'
      expect(await refusalOf(termsWith(tariff)), JSON.stringify(tariff, showBigint)).to.equal(expected)
    }
  })

  it('on which rents pay a machine back, and on what they leave', async () => {
    for (let round = 0; round < 60; round++) {
      const terms = { ...termsWith(randomTariff()), baseRent: BigInt(random.between(1, 140_000)) * 1_000_000n }
      const expected = unpaidOf(terms) === 0n ? undefined : 'RentTooLow'
      expect(await refusalOf({ ...terms, minimumRent: terms.baseRent })).to.equal(expected)
    }
  })

  function unpaidOf(terms: LeaseTerms): bigint {
    try {
      rentSchedule({ ...terms, financed: terms.price - terms.buyOut })
      return 0n
    } catch (error) {
      return (error as RentTooLowError).unpaid
    }
  }

  function termsWith(tariff: Tariff): LeaseTerms {
    const yuan = 1_000_000n
    return {
      deviceId,
      lessee: hengtong.address,
      price: 900_000n * yuan,
      buyOut: 100_000n * yuan,
      deposit: 90_000n * yuan,
      baseRent: 80_000n * yuan,
      minimumRent: 81_000n * yuan,
      rateBps: 650,
      coverBps: 500,
      earlyFeeBps: 100,
      periodDays: 30,
      periods: 12,
      tariff: [...tariff],
      alarms: { unusedHours: 24, fuelRatePct: 120, idlePct: 40 },
    }
  }

  function randomTariff(): Tariff {
    const count = random.between(1, 4)
    let [hours, price] = [0, random.between(1_000_000, 900_000_000)]
    return Array.from({ length: count }, () => {
      const bracket = { fromHours: hours, pricePerHour: BigInt(price) }
      hours += random.between(1, 3_000)
      price = random.between(1, price)
      return bracket
    })
  }

  /** Code of the error with which an offer is refused, undefined when it is taken. */
  async function refusalOf(terms: LeaseTerms): Promise<string | undefined> {
    const contract = await offers()
    return contract.simulate.propose([argument(terms), []], { account: maker }).then(
      () => undefined,
      (error: unknown) => explainError(error).code,
    )
  }

  async function now(): Promise<bigint> {
    return (await (await connection.viem.getPublicClient()).getBlock()).timestamp
  }

  async function clients() {
    return { public: await connection.viem.getPublicClient(), wallet: await connection.viem.getWalletClient(maker) }
  }

  async function devices() {
    return getContract({ address: deployment.network.devices, abi: devicesAbi, client: await clients() })
  }

  async function offers() {
    const [bank] = deployment.banks
    if (bank === undefined) throw new Error('the local network has no bank')
    return getContract({ address: bank.leaseOffers, abi: leaseOffersAbi, client: await clients() })
  }
})

/** The other signature of the same message, which nobody accepts. */
function highS(signature: Hex): Hex {
  const s = SECP256K1_ORDER - BigInt(`0x${signature.slice(66, 130)}`)
  const v = signature.endsWith('1b') ? '1c' : '1b'
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}` as Hex
}

/** Terms as viem passes them: 40-bit prices are plain numbers there. */
function argument(terms: LeaseTerms) {
  const tariff = terms.tariff.map(({ fromHours, pricePerHour }) => ({ fromHours, pricePerHour: Number(pricePerHour) }))
  return { ...terms, tariff }
}

function showBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
