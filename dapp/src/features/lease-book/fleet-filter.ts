import type { DeviceAnswer } from '../telemetry/answers'

/** Which machines the console shows. */
export const FLEET_FILTERS = ['all', 'alarm', 'running', 'still', 'locked'] as const

export type FleetFilter = (typeof FLEET_FILTERS)[number]

type Seen = Pick<DeviceAnswer, 'alarms' | 'last' | 'command'>

/** Whether a machine is shown. */
export function isInFilter({ alarms, last, command }: Seen, filter: FleetFilter): boolean {
  const isRunning = last?.message.r.engine === 1
  switch (filter) {
    case 'alarm':
      return alarms.length > 0
    case 'running':
      return isRunning
    case 'still':
      return !isRunning
    case 'locked':
      return command?.locked === true
    default:
      return true
  }
}
