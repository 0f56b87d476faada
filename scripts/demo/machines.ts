import { ServiceError } from '../services/processes.ts'

/**
 * Tells the simulator to let something befall a machine, or to let it sign a reading now.
 * @param body `{"kind": "theft", "hours": 2}` for an incident; nothing for a reading
 * @returns the simulator's answer
 * @throws RangeError with the simulator's own sentence when it refuses
 */
export async function tellMachine(
  simulatorUrl: string,
  deviceId: string,
  what: 'incident' | 'reading',
  body: unknown,
): Promise<unknown> {
  const response = await fetch(`${simulatorUrl}/devices/${deviceId}/${what}`, {
    method: 'POST',
    ...(what === 'incident' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ServiceError('the simulator does not answer')
  })
  const answer = (await response.json()) as { readonly error?: string; readonly message?: string }
  if (response.ok) return answer
  throw new RangeError(answer.message ?? answer.error ?? `the simulator answers ${response.status}`)
}
