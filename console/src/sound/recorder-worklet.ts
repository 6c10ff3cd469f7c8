/** Runs beside the page's thread: hands every block of the microphone's samples over to it. */

declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** Samples handed over at once: a twentieth of a second or so, so that the page is not woken 400 times a second. */
const BLOCK = 2_048

class Recorder extends AudioWorkletProcessor {
  private block = new Float32Array(BLOCK)
  private filled = 0

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const channel = inputs[0]?.[0]
    if (!channel) return true
    if (this.filled + channel.length > BLOCK) {
      this.port.postMessage(this.block.slice(0, this.filled))
      this.filled = 0
    }
    this.block.set(channel, this.filled)
    this.filled += channel.length
    return true
  }
}

registerProcessor('recorder', Recorder)
