/** Values that stand in the SQL itself. */

import { type RawBuilder, sql } from 'kysely'

/**
 * A constant of ours in a query, in place of a parameter: SQLite uses an index that holds only some rows
 * (`where status = 'pending'`) only where the query itself says which.
 */
export function constant<Value extends string>(value: Value): RawBuilder<Value> {
  return sql.lit(value)
}
