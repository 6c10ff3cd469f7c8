import { existsSync } from 'node:fs'

/** The folder of this package: two up from here as source, three up when built into `dist/src`. */
export const packageRoot: URL = [new URL('../../', import.meta.url), new URL('../../../', import.meta.url)].find(
  (folder) => existsSync(new URL('package.json', folder)),
) as URL // one of the two holds the package.json this file was installed with
