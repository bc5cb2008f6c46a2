import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personal, somebody, type TeamsServer, teamsServer } from './teams-server.ts'

/** What Microsoft's Agents Playground 0.2.28 posted to this route when somebody wrote in its personal chat. */
const PLAYGROUND = {
  type: 'message',
  text: 'How do I set up autopay?',
  id: 'ed4050ef-a819-4c79-bb3a-68c39e324dec',
  from: {
    id: 'user-id-0',
    name: 'Alex Wilber',
    aadObjectId: '00000000-0000-0000-0000-0000000000020',
  },
  timestamp: '2026-11-22T08:02:25.200Z',
  localTimestamp: '2026-11-22T08:02:25.200+00:00',
  localTimezone: 'UTC',
  serviceUrl: 'http://localhost:56150/_connector',
  conversation: {
    conversationType: 'personal',
    tenantId: '00000000-0000-0000-0000-0000000000001',
    id: 'fd7497b2-74ac-4b65-b324-b1f4ce45384f',
  },
  recipient: { id: '00000000-0000-0000-0000-00000000000011', name: 'Test Bot' },
  textFormat: 'plain',
  locale: 'en-US',
  entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: 'UTC' }],
  channelData: { tenant: { id: '00000000-0000-0000-0000-0000000000001' } },
  channelId: 'msteams',
}

describe('in development', () => {
  let teams: TeamsServer
  beforeAll(async () => {
    teams = await teamsServer({ settings: { TEAMS_APP_ID: undefined, TEAMS_DEVELOPMENT: true } })
  })
  afterAll(() => teams.close())

  it('the Agents Playground is let in without a token, and answered where it says', async () => {
    const { status } = await teams.postWith(PLAYGROUND, { 'x-ms-agents-playground': 'true' })
    expect(status).toBe(200)
    expect(await teams.answers(2)).toHaveLength(2)
  })

  it('the emulator is let in as well', async () => {
    const { status } = await teams.postWith({ ...PLAYGROUND, id: '2', channelId: 'emulator' }, {})
    expect(status).toBe(200)
  })

  it.each([
    ['through a proxy', { 'x-forwarded-for': '203.0.113.5' }, {}, 401],
    ['through a proxy that says so otherwise', { forwarded: 'for=203.0.113.5' }, {}, 401],
    ['from a page in a browser', { origin: 'https://evil.example.com' }, {}, 401],
    ['from a page in a browser of its own', { 'sec-fetch-site': 'same-origin' }, {}, 401],
    ['to have the answer sent elsewhere', {}, { serviceUrl: 'https://evil.example.com/' }, 401],
    ['to have it sent to a look-alike', {}, { serviceUrl: 'http://localhost.evil.example.com/' }, 401],
    ['to have it sent nowhere', {}, { serviceUrl: 'localhost' }, 401],
    ['for another channel', {}, { channelId: 'directline' }, 403],
  ])('nobody comes in %s', async (_name, headers: Record<string, string>, change, expected) => {
    const before = await teams.count()
    const sent = { ...PLAYGROUND, id: '3', ...change }
    expect((await teams.postWith(sent, headers)).status).toBe(expected)
    expect(await teams.count()).toBe(before)
  })

  it('nobody comes in by a name that only resolves to this machine', async () => {
    const { port } = new URL(teams.url)
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'rebound.example.com', 'content-type': 'application/json' }
      const sent = request({ host: '127.0.0.1', port, path: '/api/messages', method: 'POST', headers })
      sent.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject)
      sent.end(JSON.stringify(PLAYGROUND))
    })
    expect(status).toBe(401)
  })
})

describe('with an app id', () => {
  it('nobody is let in without a token, also in development', async () => {
    const teams = await teamsServer({ settings: { TEAMS_DEVELOPMENT: true } })
    try {
      expect((await teams.postWith(PLAYGROUND, {})).status).toBe(401)
      expect((await teams.post(personal(somebody(), { type: 'typing' }))).status).toBe(200)
    } finally {
      await teams.close()
    }
  })
})
