/** Thread of the {@link VerifierPool}: gets blocks of records, answers with a byte for each. */
import { parentPort } from 'node:worker_threads'
import { verifyBlock } from './signatures.ts'

parentPort?.on('message', ({ id, block }: { readonly id: number; readonly block: Uint8Array }) => {
  const results = verifyBlock(block)
  parentPort?.postMessage({ id, results }, [results.buffer])
})
