/** Keeps the brain of a process what is live in the database, from start on, and whoever publishes. */

import type { Curation } from '../corpus/revisions/context.ts'
import { corpusInThread } from '../corpus/revisions/corpus-in-thread.ts'
import {
  type LiveRevision,
  liveRevision,
  readModel,
  readRevision,
  storeModel,
} from '../corpus/revisions/revisions.ts'
import { type LiukeError, messageOf } from '../errors.ts'
import { forgetModels } from '../understanding/classifier/model-store.ts'
import { type RevisionSource, revisionBrain } from './load-brain.ts'
import type { Brain } from './turn.ts'

/** What making a brain needs of curation. */
export type BrainGround = Pick<Curation, 'store' | 'companyFolder' | 'modelFolder' | 'modelSeed'>

/** A brain, and the state of `corpus_live` it was made of. */
export interface LiveBrain {
  readonly brain: Brain
  readonly live: LiveRevision
}

/**
 * The brain of the live revision; null until there is one. A model that is missing is trained again, and kept.
 * @throws LiukeError as `revisionBrain`
 */
export async function liveBrain(
  { store, companyFolder, modelFolder, modelSeed }: BrainGround,
  onProgress?: (share: number, stage: string) => void,
  onWarning?: (warning: LiukeError) => void,
  read?: RevisionSource['read'],
): Promise<LiveBrain | null> {
  const live = await liveRevision(store)
  if (live === null) return null
  await forgetErased(store, modelFolder)
  const { files, modelId, corpusHash } = await readRevision(store, live.revision)
  const kept = modelId === null ? null : await readModel(store, modelId)
  const { brain, model } = await revisionBrain({
    ...{ number: live.revision, files, model: kept, companyFolder, modelFolder, seed: modelSeed },
    now: store.now,
    ...(onProgress ? { onProgress } : {}),
    ...(onWarning ? { onWarning } : {}),
    ...(read ? { read } : {}),
  })
  if (kept !== model) {
    const id = await storeModel(store.db, model, store.now())
    await store.db
      .updateTable('corpus_revisions')
      .set({ model_id: id })
      .where('number', '=', live.revision)
      // Its content may have been changed by an erasure meanwhile: then this is not its model.
      .where('corpus_hash', '=', corpusHash)
      .execute()
  }
  return { brain, live }
}

/** Models on this machine's disk that were trained before phrases of an erased person left the corpus go as well. */
async function forgetErased(store: BrainGround['store'], modelFolder: string): Promise<void> {
  const { newest } = await store.db
    .selectFrom('corpus_revisions')
    .select((e) => e.fn.max('redacted_at').as('newest'))
    .executeTakeFirstOrThrow()
  if (newest !== null) await forgetModels(modelFolder, Number(newest))
}

/** How to follow what is live. */
export interface BrainSwaps extends BrainGround {
  readonly log: Curation['log']
  /** What this process was started with; null: the folder. */
  readonly started: LiveRevision | null
  /** Replaces the brain between turns. */
  swap(brain: Brain): Promise<void>
}

/** How soon a process sees what another has published, in milliseconds. */
const LOOK_MS = 500
/** After a brain could not be made it is tried again after so long. */
const AGAIN_MS = 30_000

/**
 * Looks at what is live every half a second, and swaps. Where the brain cannot be made the old one goes on.
 * @returns stops, and waits for a swap that is under way
 */
export function startBrainSwaps(options: BrainSwaps): () => Promise<void> {
  const { store, log } = options
  let version = options.started?.version ?? 0
  /** A version that could not be loaded, and when it is tried again. */
  let failed: { readonly version: number; readonly until: number } | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    const live = await liveRevision(store)
    if (live === null || live.version === version) return
    if (failed?.version === live.version && performance.now() < failed.until) return
    failed = { version: live.version, until: performance.now() + AGAIN_MS }
    const warn = (warning: LiukeError): void => log.warn({ code: warning.code }, warning.message)
    const next = await liveBrain(options, undefined, warn, corpusInThread)
    if (next === null || stopped) return
    await options.swap(next.brain)
    version = next.live.version
    failed = undefined
    log.info({ revision: next.live.revision, model: next.brain.model }, 'another corpus is live')
  }
  const turn = (): void => {
    work = look()
      .catch((error: unknown) => {
        if (!stopped) log.error({ reason: messageOf(error) }, 'what is live could not be loaded')
      })
      .then(() => {
        if (!stopped) timer = setTimeout(turn, LOOK_MS).unref()
      })
  }
  timer = setTimeout(turn, LOOK_MS).unref()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await work
  }
}
