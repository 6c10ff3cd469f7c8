#!/usr/bin/env node
// Starts the command line: from source in a clone, from the build in an installed package.
import { existsSync } from 'node:fs'
import * as modules from 'node:module'

const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `Hookswitch needs Node 24 or newer; this is ${process.versions.node}. In a clone, npm start brings its own; elsewhere install Node 24 from https://nodejs.org.\n`,
  )
  process.exit(1)
}
// What was compiled once is not compiled at every start; Node keeps it in the folder for temporary files.
modules.enableCompileCache()
const source = new URL('../src/cli/main.ts', import.meta.url)
if (existsSync(source)) {
  // A clone runs unbuilt: "hookswitch/flow" then means src/flow/index.ts.
  modules.registerHooks({
    resolve: (specifier, context, nextResolve) =>
      nextResolve(specifier, { ...context, conditions: [...(context.conditions ?? []), 'source'] }),
  })
  await import(source.href)
} else {
  await import('../dist/src/cli/main.js')
}
