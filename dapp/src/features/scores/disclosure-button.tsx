import { Trans } from '@lingui/react/macro'
import { scoreOracleAbi } from '@tallystick/sdk'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { Address, Hex } from 'viem'
import { useReadContract, useSignMessage } from 'wagmi'
import { useBank, useDeployment } from '../../chain/deployment'
import { errorText } from '../../chain/errors'
import { Button, ErrorText } from '../../ui'
import { type Disclosure, DisclosureError, requestDisclosure } from './disclosure'
import { type MerchantScore, sourcesOf } from './score'

export interface DisclosureButtonProps {
  readonly merchant: Address
  readonly score: MerchantScore
  readonly commitment: Hex
  readonly onDisclosure: (disclosure: Disclosure) => void
}

/** Fetches the merchant's own figures from the platform that the score was computed from. */
export function DisclosureButton({ merchant, score, commitment, onDisclosure }: DisclosureButtonProps) {
  const { chainId } = useDeployment()
  const platform = useFirstPlatform(score.sourceMask)
  const { mutateAsync: signMessage } = useSignMessage()
  const fetching = useMutation({
    mutationFn: async () => {
      if (!platform) throw new DisclosureError('UNREACHABLE')
      const sign = (message: string) => signMessage({ message })
      return requestDisclosure({ merchant, platform, chainId, commitment, sign })
    },
    onSuccess: onDisclosure,
  })
  return (
    <div className="grid justify-items-start gap-1">
      <Button
        variant="primary"
        busy={fetching.isPending}
        onClick={() => fetching.mutate()}
        data-testid="fetch-disclosure"
      >
        <Trans>Fetch my figures</Trans>
      </Button>
      {fetching.error && (
        <ErrorText>
          {fetching.error instanceof DisclosureError ? refusalText(fetching.error.code) : errorText(fetching.error)}
        </ErrorText>
      )}
    </div>
  )
}

/** The platform of the first source: features and salt are its own. */
function useFirstPlatform(mask: number) {
  const { scoreOracle } = useBank()
  const { platforms } = useDeployment()
  const { data: provider } = useReadContract({
    address: scoreOracle,
    abi: scoreOracleAbi,
    functionName: 'source',
    args: [sourcesOf(mask)[0] ?? 0],
  })
  return platforms.find(({ id }) => id === provider)
}

function refusalText(code: string): ReactElement {
  switch (code) {
    case 'UNAUTHORISED':
      return <Trans>The platform does not accept this signature as the merchant's.</Trans>
    case 'SIGNATURE_EXPIRED':
      return <Trans>The signature came too late for the platform. Sign again.</Trans>
    case 'UNKNOWN_MERCHANT':
      return <Trans>The platform does not know this merchant.</Trans>
    case 'NOT_RELEASED':
      return <Trans>The platform has released no figures with this fingerprint.</Trans>
    case 'RATE_LIMITED':
      return <Trans>Too many requests to the platform. Try again in a minute.</Trans>
    default:
      return <Trans>The platform cannot be reached now. Nothing is lost; try again in a moment.</Trans>
  }
}
