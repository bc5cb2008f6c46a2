/** Reads what the publish gate measured of each revision. */

import { z } from 'zod'
import type { Store } from '../../conversations/store.ts'
import type { GateFigures } from '../publish/types.ts'

/** A published revision; `at` in milliseconds since 1970, figures null where none were taken. */
export interface MeasuredRevision {
  readonly revision: number
  readonly at: number
  readonly accuracy: number | null
  readonly zh: number | null
  readonly en: number | null
  readonly questions: number | null
}

/** Older ones stand in the list of revisions. */
const SHOWN = 30

const share = z.number().nullable()
const figures: z.ZodType<Pick<GateFigures, 'questions' | 'accuracy' | 'accuracyZh' | 'accuracyEn'>> =
  z.object({
    questions: z.number(),
    accuracy: share,
    accuracyZh: share,
    accuracyEn: share,
  })

/** The newest revisions, oldest first. */
export async function readHistory({ db }: Pick<Store, 'db'>): Promise<MeasuredRevision[]> {
  const rows = await db
    .selectFrom('corpus_revisions')
    .select(['number', 'created_at', 'measurements'])
    .orderBy('number', 'desc')
    .limit(SHOWN)
    .execute()
  return rows.toReversed().map(({ number, created_at, measurements }) => {
    // The first revision is the folder as it was: nothing was measured.
    const found = measurements === null ? null : (figures.safeParse(JSON.parse(measurements)).data ?? null)
    return {
      ...{ revision: number, at: Number(created_at) },
      accuracy: found?.accuracy ?? null,
      zh: found?.accuracyZh ?? null,
      en: found?.accuracyEn ?? null,
      questions: found?.questions ?? null,
    }
  })
}

/** What revisions hold, as it is stored: gzipped JSON. */
export async function readContents(
  { db }: Pick<Store, 'db'>,
  revisions: readonly number[],
): Promise<{ readonly revision: number; readonly content: Uint8Array }[]> {
  if (revisions.length === 0) return []
  const rows = await db
    .selectFrom('corpus_revisions')
    .select(['number', 'content'])
    .where('number', 'in', revisions)
    .execute()
  return rows.map(({ number, content }) => ({ revision: number, content }))
}
