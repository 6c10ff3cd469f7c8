/**
 * For `node:test`: `import 'hookswitch/testing/node-test'` closes every line after its test, and fails a test in which
 * something happened, or is left, that it does not mention.
 */
import { afterEach } from 'node:test'
import { closeAllLines } from './ring-up.ts'

afterEach((context) => closeAllLines('passed' in context ? context.passed !== false : true))
