import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: { name: 'console', include: ['src/**/*.test.ts'] },
})
