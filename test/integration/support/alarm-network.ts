import { deviceIdOf, deviceOracleAbi, devicesAbi, devicesDomain, keyDigest, secp256k1Key } from '@tallystick/sdk'
import { type Abi, type Address, getContract, type Hex, keccak256, stringToHex, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type Don, startDon } from '../../../oracles/don/don.ts'
import { deployFunctionsRouter, subscribe } from '../../../oracles/don/router.ts'
import { buildAlarmSource } from '../../../oracles/functions/build.ts'
import { batchPath, GATEWAY, pictureOf } from '../../../oracles/testing/alarm-cases.ts'
import { type Reply, TestWeb } from '../../../oracles/testing/web.ts'
import { newSystem } from '../fixtures.ts'
import { keyOf } from './score-network.ts'

const MANUFACTURER_ROLE = 32n
const LINK = 10n ** 18n
const RATED_FUEL_ML_PER_HOUR = 18_000
const LIMITS = { maxDataAge: 600, timeToLive: 3_600, cooldown: 0, dailyBudget: 1_000 }

export type AlarmNetwork = Awaited<ReturnType<typeof newAlarmNetwork>>

/** The path of an alarm on a chain of its own: register, oracle, the real router, a gateway's endpoint, and a DON. */
export async function newAlarmNetwork() {
  const system = await newSystem()
  const { connection, client, manager, members, admin } = system
  const deploy = async (name: string, args: readonly unknown[]) =>
    (await connection.viem.deployContract(name, [...args])).address
  const contractAt = <const ThisAbi extends Abi>(abi: ThisAbi, address: Address) =>
    getContract({ abi, address, client: { public: client, wallet: admin } })

  const router = await deployFunctionsRouter(connection.provider, keyOf(0))
  const devices = contractAt(devicesAbi, await deploy('Devices', [manager.address, members.address]))
  const oracleArguments = [manager.address, router.router, devices.address, LIMITS]
  const oracle = contractAt(deviceOracleAbi, await deploy('DeviceOracle', oracleArguments))
  const subscriptionId = await subscribe(connection.provider, keyOf(0), router, 1_000n * LINK, [oracle.address])
  const callbackGasLimit = 180_000
  const config = { donId: router.donId, subscriptionId, secretsVersion: 0n, callbackGasLimit, secretsSlot: 0 }
  await oracle.write.setFunctionsConfig([config])
  await oracle.write.setProgram([stringToHex(await buildAlarmSource())])
  const web = await TestWeb.start()
  await oracle.write.setEndpoint([web.url, GATEWAY.key])
  await system.register(admin.account.address, 77, MANUFACTURER_ROLE)
  const { identity } = await members.read.memberOf([admin.account.address])
  let don: Don | undefined

  /** Registers a machine and gives it its place. */
  async function enroll(number: number): Promise<Hex> {
    const device = privateKeyToAccount(keccak256(toHex(`machine ${number}`)))
    const key = secp256k1Key(device.address)
    const registration = { oem: 'Taishan', model: 'TS-215', serialHash: keccak256(toHex(number)), key }
    const deviceId = deviceIdOf(identity, registration.model, registration.serialHash)
    const domain = devicesDomain(system.domain.chainId, devices.address)
    const possession = await device.sign({ hash: keyDigest(domain, deviceId, 1, key) })
    await devices.write.register([{ ...registration, ratedFuelMlPerHour: RATED_FUEL_ML_PER_HOUR }, possession])
    await oracle.write.enroll([deviceId])
    return deviceId
  }

  const serve = (reply: Reply, batch = 0) => web.replies.set(batchPath(batch), reply)

  /** Has the gateway answer honestly, with a picture of so many seconds ago. */
  async function tell(alarms: readonly number[], age = 0): Promise<Hex> {
    const answer = pictureOf(alarms, { asOf: Number(await system.now()) - age })
    serve({ body: GATEWAY.sign(answer) })
    return answer
  }

  /** Asks the network. */
  async function request(batch = 0): Promise<Hex> {
    const hash = await oracle.write.requestAlarms([batch])
    const { blockNumber } = await client.getTransactionReceipt({ hash })
    const [event] = await oracle.getEvents.OracleRequested({}, { fromBlock: blockNumber, strict: true })
    if (event?.args.requestId === undefined) throw new Error('no request was opened')
    return event.args.requestId
  }

  async function startNetwork(): Promise<void> {
    don = await startDon({
      rpc: connection.provider,
      coordinator: router.coordinator,
      privateKey: keyOf(15),
      allowNet: [web.host],
      pollMs: 50,
    })
  }

  async function close(): Promise<void> {
    await don?.stop()
    await web.close()
  }

  return { system, router, devices, oracle, web, enroll, serve, tell, request, startNetwork, close }
}
