import { defineConfig } from 'vitest/config'

/** Chaos, soak and fuzz in their long forms: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['tests/long/**/*.test.ts'],
    globalSetup: ['tests/postgres-setup.ts', 'tests/model-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
})
