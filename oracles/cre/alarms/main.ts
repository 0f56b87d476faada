/** Entry point of the compiled workflow. */
import { Runner } from '@chainlink/cre-sdk'
import { type Config, initWorkflow } from './workflow.ts'

export async function main(): Promise<void> {
  const runner = await Runner.newRunner<Config>()
  await runner.run(initWorkflow)
}
