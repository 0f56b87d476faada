/**
 * Last line of defence against orphans. The supervisor holds our stdin open and writes the process groups that it
 * starts (`+pid`) and has stopped (`-pid`). When the pipe closes, however the supervisor died, what is left is killed.
 */
import { createInterface } from 'node:readline'

const groups = new Set()

function kill(group) {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // Already gone.
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const pid = Number(line.slice(1))
  if (line.startsWith('+')) groups.add(pid)
  else groups.delete(pid)
})
lines.on('close', () => {
  for (const group of groups) kill(group)
})
