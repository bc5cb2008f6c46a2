/** Teams for the conformance suite: signed activities, and a local Bot Connector with its login server. */

import { randomUUID } from 'node:crypto'
import { call } from '../../direct-line.ts'
import type { TestServer } from '../../server.ts'
import { FakeConnector, readable, type SentActivity } from '../teams/fake-connector.ts'
import { fakeLogin } from '../teams/fake-login.ts'
import { fakeKey, fakeOpenId, fakeToken } from '../teams/fake-openid.ts'
import { APP_ID, personal, somebody, TENANT } from '../teams/teams-server.ts'
import type { Channel, ChannelCustomer, SentFile, Shown } from './channel.ts'

export async function teamsChannel(): Promise<Channel> {
  const key = fakeKey('first')
  const openid = await fakeOpenId(key)
  const login = await fakeLogin({ appId: APP_ID, tenant: TENANT })
  const connector = await FakeConnector.start({ accepts: login.accepts })
  const { serviceUrl } = connector
  let server: TestServer

  const post = async (activity: object): Promise<void> => {
    const token = await fakeToken(key, { appId: APP_ID, serviceUrl, now: Date.now() })
    const headers = { authorization: `Bearer ${token}` }
    const { status } = await call(server.url, 'POST', '/api/messages', { body: activity, headers })
    if (status >= 300) throw new Error(`The activity was answered with ${status}.`)
  }

  const arrive = (language: 'zh' | 'en'): ChannelCustomer => {
    const person = somebody()
    const there = `a:${person.id}`
    const locale = language === 'zh' ? 'zh-CN' : 'en-US'
    const bring = (rest: object): Promise<void> =>
      post({ ...personal(person, { locale, ...rest }), serviceUrl })
    return {
      id: `tm_${server.open.store.vault.hash('conversations.teams', there)}`,
      say: (text, id = randomUUID()) => bring({ type: 'message', id, text }),
      choose: async (at) => {
        const newest = connector.messages(there).at(-1)
        const action = actionsOf(newest?.activity)[at]
        if (!newest || !action) throw new Error(`There is no choice ${at}.`)
        const { type, title, verb, data } = action
        const value = { action: { type, title, verb, data }, trigger: 'manual' }
        await bring({ type: 'invoke', name: 'adaptiveCard/action', replyToId: newest.id, value })
      },
      send: async ({ bytes }: SentFile) => {
        const id = randomUUID()
        connector.pictures.set(id, bytes)
        const contentUrl = `${serviceUrl}v3/attachments/${id}/views/original`
        await bring({ type: 'message', attachments: [{ contentType: 'image/*', contentUrl }] })
      },
      shown: async () => connector.messages(there).map(({ activity }) => shownOf(activity)),
      typing: () => connector.typing.get(there) ?? 0,
      leave: async () => undefined,
    }
  }
  return {
    name: 'msteams',
    env: {
      TEAMS_APP_ID: APP_ID,
      TEAMS_APP_PASSWORD: 'password',
      TEAMS_TENANT_ID: TENANT,
      TEAMS_OPENID_URL: openid.url,
      TEAMS_LOGIN_URL: login.url,
    },
    hasCards: true,
    maxBytes: 80 * 1024,
    use: (next) => {
      server = next
    },
    customer: async (language) => arrive(language),
    refuse: (times) => {
      connector.next.push(...Array.from({ length: times }, () => ({ status: 502 }) as const))
      return true
    },
    close: async () => {
      await connector.close()
      await login.close()
      await openid.close()
    },
  }
}

function actionsOf(activity: SentActivity | undefined) {
  return (activity?.attachments?.[0]?.content.actions ?? []).filter(({ verb }) => verb === 'say')
}

function shownOf(activity: SentActivity): Shown {
  const card = activity.attachments?.[0]?.content
  return {
    text: readable(activity),
    choices: actionsOf(activity).map(({ data }) => String(data['text'])),
    isCard: card !== undefined,
  }
}
