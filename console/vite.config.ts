import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fixtureServer } from './dev/fixture-server.ts'

/** Where `npm start` serves the API while the page itself is being worked on. */
const server = 'http://127.0.0.1:3000'

/** `vite --mode fixture` needs no server: a scripted Acme call plays behind the page. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [react(), ...(mode === 'fixture' ? [fixtureServer()] : [])],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: {
    port: 5173,
    // The server refuses requests of other sites: it must see the address the page was opened under.
    proxy:
      mode === 'fixture'
        ? {}
        : {
            '/api': { target: server, changeOrigin: false },
            '/_exchange': { target: server, changeOrigin: false, ws: true },
            '/2010-04-01': { target: server, changeOrigin: false },
          },
  },
}))
