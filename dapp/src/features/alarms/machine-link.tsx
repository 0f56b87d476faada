import { Link } from '@tanstack/react-router'
import type { Hex } from 'viem'
import { abbreviate } from '../../lib/abbreviate'

export interface MachineLinkProps {
  readonly deviceId: Hex
  readonly model?: string | undefined
}

/** A machine by its model and the ends of its id, with the way to the bank's page about it. */
export function MachineLink({ deviceId, model }: MachineLinkProps) {
  return (
    <Link to="/treasury/fleet/$device" params={{ device: deviceId }} className="font-medium text-brand underline">
      {model === undefined ? abbreviate(deviceId) : `${model} · ${abbreviate(deviceId)}`}
    </Link>
  )
}

/** A lease by its number, with the way to the bank's page about it. */
export function LeaseLink({ leaseId }: { readonly leaseId: bigint | undefined }) {
  if (leaseId === undefined) return '–'
  return (
    <Link to="/treasury/leases/$lease" params={{ lease: leaseId }} className="text-brand underline">
      {`#${leaseId}`}
    </Link>
  )
}
