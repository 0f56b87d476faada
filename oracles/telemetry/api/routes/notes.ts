import type { FastifyInstance } from 'fastify'
import { type ApiParts, callerOf } from '../app.ts'
import { keepNote } from '../notes.ts'
import { noteAnswer, noteBody, refusals, secured, sessionRefusals } from '../schemas.ts'

const schema = {
  operationId: 'keepNote',
  summary: 'Keeps the words of which the chain holds the hash: of an acknowledgement or a follow-up',
  security: secured,
  body: noteBody,
  response: {
    200: noteAnswer,
    ...refusals({ ...sessionRefusals, 404: 'NOTE_UNKNOWN: no event about a machine of the caller carries the hash' }),
  },
}

/** `POST /v1/notes` */
export async function notesRoute(app: FastifyInstance, parts: ApiParts): Promise<void> {
  app.post<{ Body: { text: string } }>('/v1/notes', { schema }, async (request) => {
    const { viewer } = await callerOf(request, parts)
    return { hash: await keepNote(parts, viewer, request.body.text) }
  })
}
