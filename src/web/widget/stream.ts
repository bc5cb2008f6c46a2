/** One stretch of listening to a conversation, over a WebSocket or by asking again and again. */

import type { Outcome } from './direct-line.ts'
import { type Frame, parseFrame } from './protocol.ts'

const PING_MS = 20_000
const OPEN_TIMEOUT_MS = 8000
const POLL_VISIBLE_MS = 2000
const POLL_HIDDEN_MS = 12_000

export interface Listener {
  opened(): void
  frame(frame: Frame): void
}

/** The address to connect to: relative ones belong to the server, and a page on https needs wss. */
export function socketAddress(streamUrl: string, server: string): string {
  const url = new URL(streamUrl, server)
  const secure = url.protocol === 'https:' || url.protocol === 'wss:' || new URL(server).protocol === 'https:'
  url.protocol = secure ? 'wss:' : 'ws:'
  return url.href
}

function openSocket(address: string): WebSocket | undefined {
  try {
    return new WebSocket(address)
  } catch {
    return undefined // the page may not open this address at all; there is still polling
  }
}

/**
 * Listens over a WebSocket until it closes or `stop` is aborted.
 * @returns whether it ever opened
 */
export function listenOnSocket(address: string, listener: Listener, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let opened = false
    const socket = openSocket(address)
    if (!socket) {
      resolve(false)
      return
    }
    const ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('')
    }, PING_MS)
    const finish = () => {
      clearInterval(ping)
      clearTimeout(impatience)
      stop.removeEventListener('abort', finish)
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
      socket.close()
      resolve(opened)
    }
    const impatience = setTimeout(finish, OPEN_TIMEOUT_MS)
    socket.onopen = () => {
      opened = true
      clearTimeout(impatience)
      listener.opened()
    }
    socket.onmessage = (event) => {
      const frame = parseFrame(event.data)
      if (frame) listener.frame(frame)
    }
    socket.onclose = finish
    socket.onerror = finish
    if (stop.aborted) finish()
    else stop.addEventListener('abort', finish)
  })
}

/**
 * Asks for news until asking fails, `stop` is aborted or the time is up.
 * @param ask fetches what is new
 * @param duration milliseconds after which to stop, so that the caller can try a WebSocket again
 * @param rest waits between two questions
 * @returns the failed answer, or undefined when nothing failed
 */
export async function listenByPolling(
  ask: () => Promise<Outcome<Frame>>,
  listener: Listener,
  duration: number,
  rest: (milliseconds: number) => Promise<void>,
  stop: AbortSignal,
): Promise<(Outcome<Frame> & { ok: false }) | undefined> {
  const until = Date.now() + duration
  let opened = false
  while (!stop.aborted && Date.now() < until) {
    const outcome = await ask()
    if (stop.aborted) return undefined
    if (!outcome.ok) return outcome
    if (!opened) listener.opened()
    opened = true
    listener.frame(outcome.value)
    await rest(document.visibilityState === 'visible' ? POLL_VISIBLE_MS : POLL_HIDDEN_MS)
  }
  return undefined
}
