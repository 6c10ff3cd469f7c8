import { z } from 'zod'
import { flowShape } from './json.ts'

/** The JSON Schema of flows as JSON, for editors and for systems that write them. Where steps lead is not part of it; the checks see that. */
export function flowSchema(): object {
  const schema = z.toJSONSchema(flowShape, { io: 'input', unrepresentable: 'any' })
  return { ...schema, title: 'Flow', description: 'A phone menu of Hookswitch, as JSON.' }
}
