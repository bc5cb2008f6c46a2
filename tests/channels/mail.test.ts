import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import fc from 'fast-check'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import type { CodeTextOf } from '../../src/channels/code-text.ts'
import { isPlainAddress, mailSender } from '../../src/channels/mail.ts'
import { type Notice, Notices, UndeliverableError } from '../../src/customers/notices.ts'
import { codeFor, customerStore } from '../customers/store.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const notice: Notice = {
  id: '0191-notice',
  kind: 'code',
  phone: null,
  email: 'lin@example.com',
  language: 'zh',
  code: '804213',
  minutes: 5,
}
const textOf: CodeTextOf = ({ code, minutes }) => ({
  subject: '验证码 code',
  text: `${code} / ${minutes}\n.\n晴川`,
})

interface Received {
  readonly from: string
  readonly to: string[]
  readonly user: string | undefined
  /** Header names in lower case, folded lines joined. */
  readonly headers: Readonly<Record<string, string>>
  readonly headerLines: string
  readonly body: string
}

/** A real mail server. Its certificate is one it made itself. */
async function mailServer(options: SMTPServerOptions = {}, port = 0) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const [headerLines = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n')
        const lines = headerLines.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: session.user,
          headers: Object.fromEntries(
            lines.map((line) => [
              line.slice(0, line.indexOf(':')).toLowerCase(),
              line.replace(/^[^:]*: ?/, ''),
            ]),
          ),
          headerLines,
          body: rest.join('\r\n\r\n'),
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined) // clients that hang up are part of these tests
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const close = () => new Promise<void>((resolve) => server.close(resolve))
  closers.push(close)
  // A server over TCP has an address with a port.
  const { port: taken } = server.server.address() as AddressInfo
  return { received, port: taken, url: `smtp://127.0.0.1:${taken}`, close }
}

const sender = (url: string, more: { from?: string; timeoutMs?: number; textOf?: CodeTextOf } = {}) =>
  mailSender({ url, from: '晴川 <care@example.com>', textOf, ...more })

describe('a mail with a code', () => {
  it('arrives as one plain text to one address', async () => {
    const { url, received } = await mailServer()
    await sender(url)(notice)
    await sender(url)(notice)
    const [first, second] = received
    expect(first).toMatchObject({ from: 'care@example.com', to: ['lin@example.com'] })
    expect(first?.headers).toMatchObject({
      to: 'lin@example.com',
      'auto-submitted': 'auto-generated',
      'content-language': 'zh-CN',
      'message-id': '<0191-notice@example.com>',
    })
    expect(first?.headers['content-type']).toMatch(/^text\/plain; charset=utf-8/)
    expect(first?.headers['subject']).toContain('=?UTF-8?')
    expect(Buffer.from(first?.body ?? '', 'base64').toString()).toContain('804213 / 5')
    expect(second?.headers['message-id']).toBe(first?.headers['message-id'])
  })

  it('is sent with user and password of the URL, special characters and all', async () => {
    const { port, received } = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        password === 'p@ss:/?%' ? done(null, { user: username ?? '' }) : done(new Error('no')),
    })
    await sender(`smtp://us%40er:p%40ss%3A%2F%3F%25@127.0.0.1:${port}`)(notice)
    expect(received[0]?.user).toBe('us@er')
    await expect(sender(`smtp://us%40er:other@127.0.0.1:${port}`)(notice)).rejects.toMatchObject({
      code: 'mail_sign_in_failed',
    })
  })

  it('goes over TLS as the URL says, and to nobody whose certificate is not trusted', async () => {
    const { port, received } = await mailServer({ secure: true, disabledCommands: [] })
    await expect(sender(`smtps://127.0.0.1:${port}`)(notice)).rejects.toMatchObject({
      code: 'mail_unreachable',
    })
    expect(received).toEqual([])
    await sender(`smtps://127.0.0.1:${port}?tls.rejectUnauthorized=false`)(notice)
    expect(received).toHaveLength(1)
  })

  it('stays here when TLS is required and not offered', async () => {
    const { url, received } = await mailServer()
    await expect(sender(`${url}?requireTLS=true`)(notice)).rejects.toThrow(/mail server/)
    expect(received).toEqual([])
  })

  it('has one header of each kind, whatever stands in the subject', async () => {
    const { url, received } = await mailServer()
    const subject = 'Code\r\nBcc: eve@example.com\r\n\r\nbody\u2028Bcc: eve@example.com'
    await sender(url, { textOf: () => ({ subject, text: 'x' }) })(notice)
    expect(received[0]?.to).toEqual(['lin@example.com'])
    expect(received[0]?.headerLines).not.toMatch(/^bcc/im)
    expect(received[0]?.headers['subject']).toBe('Code Bcc: eve@example.com body Bcc: eve@example.com')
  })
})

describe('what a mail server does', () => {
  const refusing = (responseCode: number): SMTPServerOptions => ({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('<lin@example.com> 804213'), { responseCode })),
  })

  it.each([421, 450, 452])('with %i it may take it later', async (status) => {
    const { url } = await mailServer(refusing(status))
    const error = await sender(url)(notice).catch((thrown: unknown) => thrown)
    expect(error).not.toBeInstanceOf(UndeliverableError)
    expect(error).toMatchObject({ code: 'mail_postponed' })
  })

  it.each([550, 553, 554])('with %i it never will', async (status) => {
    const { url } = await mailServer(refusing(status))
    await expect(sender(url)(notice)).rejects.toBeInstanceOf(UndeliverableError)
  })

  it('after the text counts too', async () => {
    const { url } = await mailServer({
      onData: (stream, _session, done) => {
        stream.resume()
        stream.on('end', () => done(Object.assign(new Error('spam'), { responseCode: 554 })))
      },
    })
    await expect(sender(url)(notice)).rejects.toMatchObject({ code: 'mail_refused' })
  })

  it.each([
    [
      'answers nothing to the first command',
      (): Promise<{ url: string }> => mailServer({ onMailFrom: () => {} }),
    ],
    ['never greets', silent],
    ['sends a line now and then, and never the answer', chattering],
  ])('when it %s, the mail is given up in time', async (_case, start) => {
    const { url } = await start()
    await expect(sender(url, { timeoutMs: 400 })(notice)).rejects.toMatchObject({ code: 'mail_timeout' })
  })

  it('is never repeated in an error, nor is the address or the code', async () => {
    const { url } = await mailServer(refusing(550))
    const error = await sender(url)(notice).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    const { message, advice, cause, stack } = error as UndeliverableError
    expect(`${message} ${advice} ${String(cause)} ${stack}`).not.toMatch(/804213|lin@/)
  })
})

async function silent(): Promise<{ url: string }> {
  return listening(() => undefined)
}

async function chattering(): Promise<{ url: string }> {
  return listening((write) => {
    write('220-hello\r\n')
    const timer = setInterval(() => write('220-still here\r\n'), 50)
    closers.push(() => clearInterval(timer))
  })
}

async function listening(greet: (write: (text: string) => void) => void): Promise<{ url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined) // the client hangs up
    closers.push(() => socket.destroy())
    greet((text) => socket.write(text))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

describe('a mail server that is away', () => {
  it('gets the code when it is back', async () => {
    const first = await mailServer()
    await first.close()
    const customers = await customerStore('sqlite')
    closers.push(customers.close)
    const { code } = await codeFor(customers, await customers.customer('ACC-1'))
    const notices = new Notices(customers.store, sender(first.url))
    await notices.sendDue()
    expect(await customers.notices()).toMatchObject([{ status: 'pending', last_error: 'mail_unreachable' }])
    const { received } = await mailServer({}, first.port)
    await notices.sendDue()
    expect(received).toEqual([])
    customers.clock.now += 3_000
    await notices.sendDue()
    expect(received).toHaveLength(1)
    expect(Buffer.from(received[0]?.body ?? '', 'base64').toString()).toContain(code)
    expect(await customers.notices()).toMatchObject([{ status: 'sent', last_error: null }])
  })
})

describe('an address', () => {
  it.each([
    'lin@example.com',
    "o'neill+code@mail.example.co.uk",
    'lin@localhost',
    '小林@例子.公司',
    '  lin@example.com ',
  ])('%j is taken', async (email) => {
    const { url, received } = await mailServer()
    await sender(url)({ ...notice, email }).catch((error: unknown) => {
      // The test's server takes no address outside ASCII; it was offered, which is the point.
      expect(error).toMatchObject({ code: expect.stringMatching(/^mail_/) })
    })
    expect(received.length === 1 || !/^[\x20-\x7e]+$/.test(email)).toBe(true)
  })

  it.each([
    'lin@example.com, eve@example.com',
    'lin@example.com;eve@example.com',
    'Lin <lin@example.com>',
    '<lin@example.com>',
    'lin@example.com\r\nBcc: eve@example.com',
    'lin@example.com\nRCPT TO:<eve@example.com>',
    '"lin eve"@example.com',
    'lin(eve)@example.com',
    'list:lin@example.com;',
    'lin@[127.0.0.1]',
    'lin',
    '@example.com',
    'lin@',
    'lin@example..com',
    'lin@eve@example.com',
    'lin@example.com\0',
    '',
    `${'a'.repeat(250)}@example.com`,
  ])('%j is refused for good, and nothing is sent', async (email) => {
    const { url, received } = await mailServer()
    await expect(sender(url)({ ...notice, email })).rejects.toMatchObject({ code: 'code_address_invalid' })
    expect(received).toEqual([])
  })

  it('that is missing is told apart', async () => {
    await expect(sender('smtp://127.0.0.1:1')({ ...notice, email: null })).rejects.toMatchObject({
      code: 'code_no_receiver',
    })
  })

  it('never holds anything a mail server or header could take for more', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'a@.,;:<>()[]"\\\r\n\t \0\u2028é'), maxLength: 30 })
    fc.assert(
      fc.property(
        hostile,
        (text) => !isPlainAddress(text) || /^[^\s@<>(),;:"\\[\]\p{C}]+@[^\s@]+$/u.test(text),
      ),
    )
  })
})

describe('settings of the mail', () => {
  it.each([
    'care',
    'a@example.com, b@example.com',
    'X <care@example.com>\r\nBcc: eve@example.com',
    'x: a@b.c;',
  ])('MAIL_FROM=%j is refused at start', (from) => {
    expect(() => sender('smtp://mail.example.com', { from })).toThrow(
      expect.objectContaining({ code: 'mail_from_invalid' }),
    )
  })

  it.each([
    'http://mail.example.com',
    'smtp://',
    'mail.example.com',
    'smtp://mail.example.com?logger=true&debug=true',
    'smtp://mail.example.com?proxy=http://eve.example.com',
    'smtp://mail.example.com?jsonTransport=true',
  ])('SMTP_URL=%j is refused at start', (url) => {
    expect(() => sender(url)).toThrow(expect.objectContaining({ code: 'mail_url_invalid' }))
  })

  it('a refused URL is not repeated: it may hold the password', () => {
    try {
      sender('http://user:hunter2@mail.example.com')
      expect.unreachable()
    } catch (error) {
      expect(String(error)).not.toContain('hunter2')
    }
  })
})
