/** How often `loop` lets a prompt be heard: 0 means until hang-up, which the network caps at 1000 rounds. */
export const roundsOf = (loop = 1): number => (loop === 0 ? 1000 : Math.min(1000, loop))
