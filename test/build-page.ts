import { freshConsole } from '../src/cli/console-build.ts'

/** Before all tests: the page is built once, so that several processes that serve it do not build it side by side. */
export async function setup(): Promise<void> {
  await freshConsole(() => {})
}
