import { useLingui } from '@lingui/react/macro'
import type { MapLabels } from '../../charts/geo-map'

/** The words of a map of machines. */
export function useMapLabels(): MapLabels {
  const { t } = useLingui()
  return {
    zoomIn: t`Zoom in`,
    zoomOut: t`Zoom out`,
    showAll: t`Show everything`,
    list: t`Machines on the map`,
    keys: t`While a button of the map has the focus, the arrow keys move the map.`,
  }
}
