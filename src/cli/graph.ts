/** `hookswitch graph`: the flows of a file as pictures, or as text that others draw. */
import { AppError } from '../app/app-error.ts'
import { graphOf, heardChoices, mermaidOf } from '../flow/index.ts'
import { loadFlows } from './load-flows.ts'

/** What the command line says besides the file. */
export interface GraphOptions {
  /** `mermaid` (the default), `svg` or `json`. */
  readonly format?: string | undefined
  /** The one flow that is meant; needed for an SVG of a file with several. */
  readonly flow?: string | undefined
}

/**
 * Prints the graphs.
 *
 * @throws {AppError} `ARGUMENTS_WRONG` for a format or a flow that is none, or several flows where one picture is asked for
 */
export async function graph(file: string | undefined, { format = 'mermaid', flow }: GraphOptions): Promise<number> {
  const { flows, path } = await loadFlows(file)
  const meant = flow === undefined ? flows : flows.filter(({ name }) => name === flow)
  const names = flows.map(({ name }) => name).join(', ')
  if (meant.length === 0)
    throw new AppError('ARGUMENTS_WRONG', `${path} has no flow "${flow}". Its flows are ${names}.`)
  if (format === 'mermaid') process.stdout.write(meant.map((one) => mermaidOf(graphOf(one))).join('\n'))
  else if (format === 'json') {
    const graphs = meant.map((one) => ({ ...graphOf(one), choices: heardChoices(one) }))
    process.stdout.write(`${JSON.stringify({ flows: graphs }, null, 2)}\n`)
  } else if (format === 'svg') {
    const [only, second] = meant
    if (only === undefined || second !== undefined) {
      throw new AppError('ARGUMENTS_WRONG', `One SVG shows one flow. Say which with --flow: ${names}.`)
    }
    const { svgOf } = await import('./flow-svg.ts')
    process.stdout.write(await svgOf(graphOf(only)))
  } else {
    throw new AppError('ARGUMENTS_WRONG', `There is no format "${format}". Use mermaid, svg or json.`)
  }
  return 0
}
