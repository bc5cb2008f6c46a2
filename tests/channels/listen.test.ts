import { once } from 'node:events'
import { Agent, createServer, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type CloseListeners, listen } from '../../src/channels/listen.ts'

const open: { server: Server; close: CloseListeners }[] = []
afterEach(async () => {
  for (const { server, close } of open.splice(0)) {
    close()
    server.closeAllConnections()
    server.close()
  }
})

async function start(port: number, busyMs = 0): Promise<number> {
  const server = createServer((_request, response) => {
    // Busy, as a server is that thinks: nothing else happens meanwhile.
    for (const until = performance.now() + busyMs; performance.now() < until; );
    response.end('here')
  })
  const close = await listen(server, port, '127.0.0.1')
  open.push({ server, close })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** Asks over a connection of its own. */
async function ask(port: number): Promise<string> {
  const outgoing = request({ port, host: '127.0.0.1', agent: new Agent({ keepAlive: false }) }).end()
  const [response] = await once(outgoing, 'response')
  let text = ''
  for await (const part of response) text += String(part)
  return text
}

describe('a port', () => {
  it('answers on all its listeners', async () => {
    const port = await start(0)
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(port)))
    expect(answers.every((answer) => answer === 'here')).toBe(true)
  })

  it('takes up new connections while those it has keep it busy', async () => {
    const port = await start(0, 4)
    // Connections that never rest.
    let isOver = false
    let answered = 0
    const agent = new Agent({ keepAlive: true, maxSockets: 10 })
    const busy = Array.from({ length: 10 }, async () => {
      while (!isOver) {
        const outgoing = request({ port, host: '127.0.0.1', agent }).end()
        const [response] = await once(outgoing, 'response')
        response.resume()
        await once(response, 'end')
        answered += 1
      }
    })
    const before = answered
    await Promise.all(Array.from({ length: 100 }, () => ask(port)))
    // With one listener, one of the hundred is taken up for each ten that are answered meanwhile.
    const meanwhile = answered - before
    isOver = true
    await Promise.all(busy)
    agent.destroy()
    if (process.platform === 'linux') expect(meanwhile).toBeLessThan(300)
  })

  it('that another server of ours has is taken', async () => {
    const port = await start(0)
    await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect(await ask(port)).toBe('here')
  })

  it('is free again once it is closed', async () => {
    const port = await start(0)
    for (const { server, close } of open.splice(0)) {
      close()
      const closed = once(server, 'close')
      server.close()
      await closed
    }
    const socket = connect(port, '127.0.0.1')
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(await start(port)).toBe(port)
  })
})
