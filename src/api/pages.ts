/** Pages of lists: an opaque cursor says after which row the next one begins, so that new rows move nothing. */

import { z } from 'zod'
import { ApiError } from './errors.ts'

/** Rows of a page, unless the call says otherwise, and at most. */
const LIMIT = { usual: 50, most: 100 } as const

/** Parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(LIMIT.most).default(LIMIT.usual),
  cursor: z.string().min(1).max(400).optional(),
}

/** Where a page begins: behind the row with this number (a time, a sequence) and id. */
export interface Position {
  readonly at: number
  readonly id: string
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  /** For the next page; null on the last. */
  readonly next: string | null
}

const positionShape = z.tuple([z.number().int(), z.string().regex(/^\P{Cc}{0,200}$/u)])

/** @throws ApiError 400 `cursor_invalid` */
export function positionFrom(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null
  try {
    const [at, id] = positionShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at, id }
  } catch {
    throw new ApiError(
      400,
      'cursor_invalid',
      'The cursor is none of this API.',
      'Take it from `next` as it is.',
    )
  }
}

/**
 * Makes a page.
 * @param rows one more than the limit where there is a next page
 */
export async function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
  itemOf: (row: Row) => T | Promise<T>,
): Promise<Page<T>> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items: T[] = []
  for (const row of shown) items.push(await itemOf(row))
  if (rows.length <= limit || last === undefined) return { items, next: null }
  const { at, id } = positionOf(last)
  return { items, next: Buffer.from(JSON.stringify([at, id])).toString('base64url') }
}

/** A moment as the API writes it: ISO 8601, UTC. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

/** The same, where there may be none. */
export function isoTimeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}

/** A moment in a query, in ISO 8601 with its offset; milliseconds since 1970. */
export const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** An id in a path or query. */
export const idShape = z.string().regex(/^[\w.:@+=-]{1,200}$/, 'is no id')
