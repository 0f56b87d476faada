import { AuditDeviceKeysDocument, AuditDevicesDocument, DEVICE_TIERS, devicesAbi } from '@tallystick/sdk'
import { type Hex, zeroAddress } from 'viem'
import { type AuditContext, withReads } from './context.ts'
import { type Figure, Figures, short } from './figures.ts'

const keyTypes = ['Secp256k1', 'P256']
/** How the register says "while it signs". */
const forGood = 2n ** 40n - 1n

/** Machines and their keys against the register of devices. */
export async function auditDevices(context: AuditContext): Promise<Figure[]> {
  const figures = new Figures('Devices')
  await compareDevices(context, figures)
  await compareKeys(context, figures)
  return figures.list
}

async function compareDevices({ deployment, index, chain, logs }: AuditContext, figures: Figures) {
  const { devices } = deployment.network
  const rows = await index.rows(AuditDevicesDocument)
  const registered = logs.filter(({ contract, name }) => contract.address === devices && name === 'DeviceRegistered')
  figures.equal('machines', rows.length, registered.length)
  const readDevice = (id: Hex) => chain.read(devices, devicesAbi, 'device', [id])
  for (const [row, stored] of await withReads(rows, ({ id }) => readDevice(id))) {
    const name = `machine ${short(row.id)}`
    figures.equal(`${name} manufacturer`, row.manufacturer, stored.manufacturer)
    figures.equal(`${name} tier`, row.tier, DEVICE_TIERS[stored.tier] ?? stored.tier)
    figures.equal(`${name} key version`, row.keyVersion, stored.keyVersion)
    figures.equal(`${name} serves`, row.book ?? zeroAddress, stored.book)
    figures.equal(`${name} rated fuel`, row.ratedFuelMlPerHour, stored.ratedFuelMlPerHour)
  }
}

async function compareKeys({ deployment, index, chain }: AuditContext, figures: Figures) {
  const rows = await index.rows(AuditDeviceKeysDocument)
  const readKey = (device: Hex, version: string) =>
    chain.read(deployment.network.devices, devicesAbi, 'keyOf', [device, Number(version)])
  for (const [row, [key, validUntil]] of await withReads(rows, (row) => readKey(row.device.id, row.version))) {
    const name = `key ${row.version} of ${short(row.device.id)}`
    figures.equal(`${name} type`, row.keyType, keyTypes[key.keyType] ?? key.keyType)
    figures.equal(`${name} x`, row.x, key.x)
    figures.equal(`${name} y`, row.y, key.y)
    figures.equal(`${name} valid until`, row.validUntil ?? forGood, validUntil)
  }
}
