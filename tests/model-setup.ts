/** Trains the model of the sample corpus once; servers under test find it, and so does the next run. */

import { mkdir } from 'node:fs/promises'
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

/** Models are named by a hash of their rows and code, so an old one is never mistaken for the right one. */
const folder = path.resolve(import.meta.dirname, '../node_modules/.cache/liuke/models')

export default async function setup(project: TestProject): Promise<void> {
  await mkdir(folder, { recursive: true })
  const config = readConfig({}, 'demo')
  await loadBrain({
    corpusFolder: config.LIUKE_CORPUS,
    companyFolder: config.LIUKE_COMPANY,
    modelFolder: folder,
    seed: config.MODEL_SEED,
  })
  project.provide('modelFolder', folder)
}
