/** Whether a host name is that of this machine, as a URL spells it: `[::1]`. */
export const isLoopback = (hostname: string): boolean => loopback.has(hostname)

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
