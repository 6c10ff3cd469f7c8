/** Registration with the carriers of the United States: what has to be said, the walk, and why something was refused. */
export { exampleFacts } from './example.ts'
export { readFacts } from './facts.ts'
export { type Made, type Step, walk } from './walk.ts'
export { watch } from './watch.ts'
