import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: ['source'] },
        ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
        test: {
          name: 'hookswitch',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          globalSetup: ['./test/build-page.ts', './test/database-image.ts'],
          setupFiles: ['./src/testing/vitest.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      './console/vitest.config.ts',
    ],
  },
})
