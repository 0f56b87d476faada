import type { Address } from 'viem'

/** What an account signs to read a gateway's data for a while. */
export interface TelemetryAccess {
  readonly account: Address
  /** Unix second of the real clock, at most {@link MAX_ACCESS_SECONDS} ahead; each one opens one session. */
  readonly expires: bigint
}

/** Longest time that a gateway lets an account in. */
export const MAX_ACCESS_SECONDS = 12 * 3_600

/** The typed data that opens a session: `POST /v1/session` of the gateway takes its signature. */
export function telemetryAccessTypedData(chainId: number, { account, expires }: TelemetryAccess) {
  return {
    domain: { name: 'Tallystick Telemetry', version: '1', chainId },
    types: {
      TelemetryAccess: [
        { name: 'account', type: 'address' },
        { name: 'expires', type: 'uint64' },
      ],
    },
    primaryType: 'TelemetryAccess',
    message: { account, expires },
  } as const
}
