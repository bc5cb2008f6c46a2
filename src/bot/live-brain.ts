/** Keeps the brain of a process what is live in the database, from start on, and whoever publishes. */

import type { Curation } from '../corpus/revisions/context.ts'
import {
  type LiveRevision,
  liveRevision,
  readModel,
  readRevision,
  storeModel,
} from '../corpus/revisions/revisions.ts'
import { messageOf } from '../errors.ts'
import { revisionBrain } from './load-brain.ts'
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
): Promise<LiveBrain | null> {
  const live = await liveRevision(store)
  if (live === null) return null
  const { files, modelId, corpusHash } = await readRevision(store, live.revision)
  const kept = modelId === null ? null : await readModel(store, modelId)
  const { brain, model } = await revisionBrain({
    ...{ number: live.revision, files, model: kept, companyFolder, modelFolder, seed: modelSeed },
    ...(onProgress ? { onProgress } : {}),
  })
  if (kept === null) {
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
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  const look = async (): Promise<number> => {
    const live = await liveRevision(store)
    if (live === null || live.version === version) return LOOK_MS
    const next = await liveBrain(options)
    if (next === null || stopped) return LOOK_MS
    await options.swap(next.brain)
    version = next.live.version
    log.info({ revision: next.live.revision, model: next.brain.model }, 'another corpus is live')
    return LOOK_MS
  }
  const turn = (): void => {
    work = look()
      .catch((error: unknown) => {
        if (!stopped) log.error({ reason: messageOf(error) }, 'what is live could not be loaded')
        return AGAIN_MS
      })
      .then((pause) => {
        if (!stopped) timer = setTimeout(turn, pause).unref()
      })
  }
  timer = setTimeout(turn, LOOK_MS).unref()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await work
  }
}
