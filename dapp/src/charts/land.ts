import { useQuery } from '@tanstack/react-query'
import type { MultiPolygon } from 'geojson'
import landUrl from 'world-atlas/land-50m.json?url'

/** The coasts of the world: no borders, no names. Loaded when the first map is drawn. */
async function loadLand(): Promise<MultiPolygon> {
  const [{ feature }, answer] = await Promise.all([import('topojson-client'), fetch(landUrl)])
  const topology = await answer.json()
  const land = feature(topology, topology.objects.land) as unknown as {
    readonly features: readonly { readonly geometry: MultiPolygon }[]
  }
  const [first] = land.features
  if (first === undefined) throw new Error('the outlines of land are missing')
  return first.geometry
}

/** Outlines of land; undefined while they load, and where they cannot be had: a map works without. */
export function useLand(): MultiPolygon | undefined {
  return useQuery({ queryKey: ['asset', landUrl], queryFn: loadLand, staleTime: Number.POSITIVE_INFINITY }).data
}
