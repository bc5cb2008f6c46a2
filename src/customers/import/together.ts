/** Which mappings describe customers together: those whose files were imported together. */

import type { Store } from '../../conversations/store.ts'
import { IMPORTED } from '../churn-rows.ts'
import type { ImportSource } from './source.ts'

/** Set between the names of mappings where an import is put on record. */
const BETWEEN = ', '

/** What imports so far, and the running one, say of a customer's source. */
export interface Together {
  /** Whether the mapping was read together with that source's: what either says of a customer is kept. */
  goWith(mapping: string, source: string): boolean
  /** Whether it also comes after it: its files add to such customers, and do not become their source. */
  adds(mapping: string, source: string): boolean
  /** Columns that customers of that source may have; null where not all their mappings are at hand. */
  columns(source: string): ReadonlySet<string> | null
}

/** How the names of mappings are put on record, in the order in which they count. */
export function namesOf(sources: readonly ImportSource[]): string {
  return [...new Set(sources.map(({ mapping }) => mapping.name))].join(BETWEEN)
}

/** Looks up which mappings were imported together. */
export async function mappingsTogether(store: Store, sources: readonly ImportSource[]): Promise<Together> {
  const rows = await store.db
    .selectFrom('imports')
    .select('mapping')
    .where('status', '=', 'live')
    .distinct()
    .execute()
  return togetherIn(
    rows.map(({ mapping }) => mapping),
    sources,
  )
}

/**
 * What lists of mappings that were imported together say. The order of the running import counts, then that of
 * earlier ones: a mapping adds to those before it.
 */
export function togetherIn(earlier: readonly string[], sources: readonly ImportSource[]): Together {
  const own = namesOf(sources).split(BETWEEN)
  const lists = earlier.map((names) => names.split(BETWEEN))
  const isBefore = (list: readonly string[], first: string, second: string) =>
    list.includes(first) && list.indexOf(first) < list.indexOf(second)
  const goWith = (mapping: string, base: string) =>
    [own, ...lists].some((list) => list.includes(base) && list.includes(mapping))
  const adds = (mapping: string, base: string) =>
    own.includes(base) && own.includes(mapping)
      ? isBefore(own, base, mapping)
      : lists.some((list) => isBefore(list, base, mapping))
  const hasParts = sources.some(({ mapping }) => mapping.sources.length > 0)
  const columns = new Set(sources.flatMap(({ mapping }) => Object.keys(mapping.columns)))
  return {
    goWith: (mapping, source) =>
      source.startsWith(IMPORTED) && goWith(mapping, source.slice(IMPORTED.length)),
    adds: (mapping, source) => source.startsWith(IMPORTED) && adds(mapping, source.slice(IMPORTED.length)),
    columns(source) {
      const base = source.slice(IMPORTED.length)
      const others = lists.filter((list) => list.includes(base)).flat()
      const isWhole = own.includes(base) && others.every((name) => own.includes(name))
      return isWhole && !hasParts ? columns : null
    },
  }
}
