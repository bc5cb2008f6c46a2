/** Queries whose SQL is built once: on the path of a message, building it again and again costs more than running it. */

import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Stands for a value while the SQL is built. */
class Marker {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

interface Prepared {
  readonly query: CompiledQuery
  /** For each parameter of the SQL: whose value it takes, or the constant it has. */
  readonly parameters: readonly (Marker | { readonly constant: unknown })[]
}

/**
 * A query with named values, for both engines. `build` runs once for each engine and has to give the same
 * query whatever the values: it only puts them where values go.
 * @returns runs the query on a database or transaction and gives its rows
 */
export function prepare<Values extends object, Row>(
  build: (db: Kysely<Schema>, values: Values) => Compilable<Row>,
): (db: Kysely<Schema>, values: Values) => Promise<{ rows: Row[]; affected: bigint }> {
  const byEngine = new WeakMap<object, Prepared>()
  return async (db, values) => {
    const executor = db.getExecutor()
    let prepared = byEngine.get(executor.adapter)
    if (!prepared) {
      prepared = compile(build, db, Object.keys(values))
      byEngine.set(executor.adapter, prepared)
    }
    const { query } = prepared
    const given = new Map(Object.entries(values))
    const parameters = prepared.parameters.map((parameter) =>
      parameter instanceof Marker ? given.get(parameter.name) : parameter.constant,
    )
    // The plain object kysely compiled, with the values of this call in the places of the markers.
    const result = await db.executeQuery<Row>({ ...query, parameters } as CompiledQuery<Row>)
    return { rows: result.rows, affected: result.numAffectedRows ?? 0n }
  }
}

function compile<Values extends object, Row>(
  build: (db: Kysely<Schema>, values: Values) => Compilable<Row>,
  db: Kysely<Schema>,
  names: readonly string[],
): Prepared {
  const markers = Object.fromEntries(names.map((name) => [name, new Marker(name)]))
  // Markers only travel through kysely into the list of parameters; nothing reads them as values.
  const query = build(db, markers as unknown as Values).compile()
  const parameters = query.parameters.map((value) => (value instanceof Marker ? value : { constant: value }))
  return { query, parameters }
}
