import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Compiled code of packages is kept between runs; in the folder where the launcher keeps it.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/liuke/compiled')

/** Long files, most of which wait for a browser or a training: begun last, they would run alone at the end. */
const LONG = [
  /chaos.kill9\./,
  /channels.conformance\./,
  /jobs.publish\./,
  /conversations.dialogues\./,
  /bot.interleavings\./,
  /commands.evaluate/,
  /understanding.trainer\./,
  /-browser\.test\.ts$/,
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => name.test(moduleId))
    const all = await super.sort(files)
    return [...all.filter(isLong), ...all.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/long/**'],
    globalSetup: ['tests/postgres-setup.ts', 'tests/model-setup.ts'],
    pool: 'forks',
    // One more than the cores of the smallest machine: much of the time is spent waiting for servers and browsers.
    maxWorkers: 3,
    // Files share their process, which loads the product once.
    isolate: false,
    setupFiles: ['tests/between-files.ts'],
    sequence: { sequencer: LongestFirst },
    // A worker that has had half of all files has much to give back; a loaded machine takes seconds over its end.
    teardownTimeout: 60_000,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
