/** How one value is to be shown (ERC-7730). */
export interface DescriptorField {
  readonly path: string
  readonly label?: string
  readonly format?: string
  readonly params?: {
    readonly base?: string
    readonly decimals?: number
    readonly $ref?: string
    readonly callee?: string
    readonly calleePath?: string
  }
  readonly visible?: 'never'
}

/** What a function or a typed message means, and what to show of it. */
export interface DescriptorFormat {
  readonly intent: string
  readonly fields: readonly DescriptorField[]
}

/** The part of an ERC-7730 descriptor that the review dialog reads. */
export interface Descriptor {
  readonly context: {
    readonly $id: string
    readonly contract?: unknown
    /** The domain's name tells apart what is signed for a program and not for a contract. */
    readonly eip712?: { readonly domain?: { readonly name?: string } }
  }
  readonly metadata: {
    readonly contractName: string
    readonly enums?: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  readonly display: { readonly formats: Readonly<Record<string, DescriptorFormat>> }
}

const files = import.meta.glob<Descriptor>('../../../clear-signing/*.json', { eager: true, import: 'default' })

/** All descriptors of the repository, the same files that are published for hardware wallets. */
export const descriptors: readonly Descriptor[] = Object.values(files)
