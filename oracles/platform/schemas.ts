/** JSON schemas of what callers send and get; the OpenAPI document is made from them. */

const hex = (bytes: number, description: string) => ({
  type: 'string',
  pattern: `^0x[0-9a-fA-F]{${2 * bytes}}$`,
  description,
})

export const merchantParams = {
  type: 'object',
  required: ['address'],
  properties: { address: hex(20, "the merchant's account") },
} as const

export const modelParams = {
  type: 'object',
  required: ['hash'],
  properties: { hash: hex(32, 'SHA-256 of the model') },
} as const

export const disclosureBody = {
  type: 'object',
  required: ['timestamp', 'signature'],
  additionalProperties: false,
  properties: {
    timestamp: { type: 'integer', minimum: 0, description: 'second at which the merchant signed' },
    signature: {
      type: 'string',
      pattern: '^0x([0-9a-fA-F]{2}){64,4096}$',
      description: 'EIP-191 signature over the sentence of disclosureMessage in @tallystick/sdk',
    },
    commitment: hex(32, 'of a score: gives exactly what was released for it'),
  },
} as const

export const signedFeatures = {
  type: 'object',
  required: ['merchant', 'asOf', 'salt', 'features', 'signature'],
  properties: {
    merchant: hex(20, "the merchant's account, in lower case"),
    asOf: { type: 'integer', description: 'second up to which the data reach' },
    salt: hex(32, 'first part of what the commitment hashes'),
    features: {
      type: 'array',
      items: { type: ['integer', 'null'] },
      description: 'fixed-point integers of schema merchant-v1; null: missing or not released',
    },
    signature: hex(64, 'Ed25519, see docs/scoring.md'),
  },
} as const

const bilingual = {
  type: 'object',
  required: ['en', 'zh'],
  properties: { en: { type: 'string' }, zh: { type: 'string' } },
} as const

export const fieldList = {
  type: 'object',
  required: ['provider', 'fields'],
  properties: {
    provider: {
      type: 'object',
      required: ['id', 'name', 'nameZh', 'key'],
      properties: {
        id: { type: 'string' },
        name: { type: 'string' },
        nameZh: { type: 'string' },
        key: hex(32, 'Ed25519 key of the signatures'),
      },
    },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'label', 'unit', 'scope', 'scopeLabel'],
        properties: {
          name: { type: 'string' },
          label: bilingual,
          unit: bilingual,
          scope: { type: 'integer', description: 'bit of the kind of data that a consent must name' },
          scopeLabel: bilingual,
        },
      },
    },
  },
} as const

export const health = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', enum: ['ok'] } },
} as const

/** Every refusal, by status. */
export function refusals<Status extends number>(descriptions: Readonly<Record<Status, string>>) {
  const entries = Object.entries<string>(descriptions).map(([status, description]) => [
    status,
    {
      description,
      type: 'object',
      required: ['error', 'code'],
      properties: { error: { type: 'string' }, code: { type: 'string' } },
    },
  ])
  return Object.fromEntries(entries) as Record<Status, object>
}
