import { type Deployment, parseDeployment } from '@tallystick/sdk'

let loaded: Deployment | undefined

/**
 * Reads where the contracts of this network are. One build of the page fits every network.
 * @throws DeploymentError when the file is incomplete; Error with a sentence when it cannot be fetched
 */
export async function loadDeployment(): Promise<Deployment> {
  const answer = await fetch('/deployment.json', { cache: 'no-store' })
  if (!answer.ok) throw new Error(`deployment.json: HTTP ${answer.status}`)
  loaded = parseDeployment(await answer.json())
  return loaded
}

/** The network's deployment, loaded before the first render. */
export function useDeployment(): Deployment {
  return currentDeployment()
}

/** As {@link useDeployment}, outside components. */
export function currentDeployment(): Deployment {
  if (!loaded) throw new Error('the deployment is read before the page renders')
  return loaded
}

/** The bank whose treasury and desk the page works with: the network's first. */
export function useBank(): Deployment['banks'][number] {
  const [bank] = useDeployment().banks
  if (!bank) throw new Error('the deployment names no bank')
  return bank
}
