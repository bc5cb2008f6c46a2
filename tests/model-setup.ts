/** Trains the model of the sample corpus once for the whole run; servers under test find it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadBrain } from '../src/bot/load-brain.ts'
import { readConfig } from '../src/config.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the trained model, for `LIUKE_HOME/models`. */
    modelFolder: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'liuke-models-'))
  const config = readConfig({}, 'demo')
  await loadBrain({
    corpusFolder: config.LIUKE_CORPUS,
    companyFolder: config.LIUKE_COMPANY,
    modelFolder: folder,
    seed: config.MODEL_SEED,
  })
  project.provide('modelFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}
