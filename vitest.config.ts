import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Compiled code of packages is kept between runs; in the folder where the launcher keeps it.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/liuke/compiled')

/** The longest file of all, and a short one to look at: begun last, it would run alone at the end. */
const FIRST = 'tests/chaos/kill9.test.ts'

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files)
    const first = others.filter(({ moduleId }) => moduleId.endsWith(FIRST))
    return [...first, ...others.filter((file) => !first.includes(file))]
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/long/**'],
    globalSetup: ['tests/postgres-setup.ts', 'tests/model-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
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
