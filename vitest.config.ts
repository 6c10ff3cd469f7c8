import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Half of the tests wait for a process of their own, or a database.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { conditions: ['source'] },
        ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
        test: {
          name: 'hookswitch',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          globalSetup: ['./test/build-page.ts', './test/database-image.ts'],
          setupFiles: ['./src/testing/vitest.ts'],
          // Loading the app takes two seconds; files that follow each other in a worker share what is loaded.
          isolate: false,
          // Long, since nothing is timed by it: what hangs is found, and a slow machine is no failure.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      './console/vitest.config.ts',
    ],
  },
})
