/** Inserts very many rows by SQL that is built once: building it for every batch costs more than running it. */

import type { CompiledQuery, Kysely } from 'kysely'

/** Rows of one statement; what is left over goes in smaller statements. Both engines take that many values. */
const SIZES = [64, 8, 1] as const

/**
 * What inserts rows into a table of the schema `Tables`.
 * @param table its name
 * @param columns names of its columns
 * @returns inserts rows, each a list of values in the order of the columns
 */
export function bulkInsert<Tables>(
  table: keyof Tables & string,
  columns: readonly string[],
): (db: Kysely<Tables>, rows: readonly (readonly unknown[])[]) => Promise<void> {
  const built = new WeakMap<object, Map<number, CompiledQuery>>()
  const statement = (db: Kysely<Tables>, size: number): CompiledQuery => {
    const { adapter } = db.getExecutor()
    const bySize = built.get(adapter) ?? new Map<number, CompiledQuery>()
    built.set(adapter, bySize)
    const known = bySize.get(size)
    if (known) return known
    const row = Object.fromEntries(columns.map((column) => [column, 0]))
    // Only the text of the statement is kept; whose types fit is said by the caller's columns.
    const anyTable = db as unknown as Kysely<Record<string, Record<string, unknown>>>
    const query = anyTable
      .insertInto(table)
      .values(Array.from({ length: size }, () => row))
      .compile()
    bySize.set(size, query)
    return query
  }
  return async (db, rows) => {
    let at = 0
    for (const size of SIZES)
      for (; rows.length - at >= size; at += size) {
        const parameters = rows.slice(at, at + size).flat()
        // The plain object kysely compiled, with these values in the places of the zeros.
        await db.executeQuery({ ...statement(db, size), parameters } as CompiledQuery)
      }
  }
}
