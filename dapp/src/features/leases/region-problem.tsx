import { Trans } from '@lingui/react/macro'
import type { RegionProblem } from '@tallystick/sdk'

/** What is wrong with an area of work, and how to put it right. */
export function RegionProblemText({ problem }: { readonly problem: RegionProblem }) {
  const number = problem.point + 1
  switch (problem.code) {
    case 'not_a_coordinate':
      return <Trans>Line {number}: write latitude and longitude in degrees, such as 31.2304, 121.4737.</Trans>
    case 'too_few_points':
      return <Trans>An area has at least three corners; leave it empty for anywhere.</Trans>
    case 'too_many_points':
      return <Trans>An area has at most 32 corners.</Trans>
    case 'out_of_range':
      return <Trans>Corner {number}: latitude goes from −90 to 90 and longitude from −180 to 180.</Trans>
    case 'repeated_point':
      return <Trans>Corner {number} is there twice.</Trans>
    case 'date_line':
      return <Trans>The edge from corner {number} crosses the date line. Make two leases, or keep to one side.</Trans>
    case 'crossing_edges':
      return <Trans>The edge from corner {number} crosses another one. Go around the area in order.</Trans>
  }
}
