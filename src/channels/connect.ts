/** Teams and WeChat as the configuration asks for them: their routes, their senders, and where their files are. */

import type { Server } from 'restify'
import type { Turns } from '../bot/turns.ts'
import type { Config } from '../config.ts'
import type { Sender } from '../conversations/outbox.ts'
import type { Store } from '../conversations/store.ts'
import type { Corpus } from '../corpus/types.ts'
import type { Logger } from '../log.ts'
import { type FetchedChannel, type FileSource, type PointedFile, takeFile } from './files/fetching.ts'
import { teamsSource } from './files/teams-source.ts'
import type { RateLimit } from './rate-limit.ts'
import { teamsAuthentication } from './teams/authentication.ts'
import { type TeamsToken, teamsToken } from './teams/credentials.ts'
import { isLoopback } from './teams/loopback.ts'
import { mountTeams } from './teams/routes.ts'
import { createTeamsSender, createTeamsTyping } from './teams/sender.ts'
import { loadWechatAccounts } from './wechat/accounts.ts'
import { createMediaFetcher } from './wechat/media.ts'
import { mediaSource } from './wechat/media-source.ts'
import { mountWechat } from './wechat/routes.ts'
import { createWechatSender } from './wechat/sender.ts'
import { WechatTokens } from './wechat/tokens.ts'
import { createWechatTyping } from './wechat/typing.ts'

/** What the channels work on. */
export interface ConnectOptions {
  readonly config: Config
  readonly store: Store
  /** What the bot says and knows at this moment. */
  readonly corpus: () => Corpus
  readonly log: Logger
}

/** What their routes need besides. */
export interface MountOptions {
  readonly turns: Turns
  readonly messageRate: RateLimit
}

/** One channel that is set up. */
interface Connected {
  readonly channel: FetchedChannel
  readonly send: Sender
  readonly source: FileSource
  /** Adds its routes. @returns resolves when no request of it is under way */
  mount(server: Server, options: MountOptions): () => Promise<void>
}

/** All channels beside the website that are set up. */
export interface Channels {
  readonly senders: ReadonlyMap<string, Sender>
  /** Where files that were sent on them are fetched. */
  readonly sources: ReadonlyMap<FetchedChannel, FileSource>
  /** Adds their routes to a server. @returns resolves when no request of theirs is under way */
  mount(server: Server, options: MountOptions): () => Promise<void>
}

/** Sets up what is configured. @throws LiukeError for accounts of WeChat that cannot be read */
export async function connectChannels(options: ConnectOptions): Promise<Channels> {
  const connected = [connectTeams(options), await connectWechat(options)].filter((each) => each !== null)
  return {
    senders: new Map(connected.map(({ channel, send }) => [channel, send])),
    sources: new Map(connected.map(({ channel, source }) => [channel, source])),
    mount: (server, needs) => {
      const idle = connected.map((each) => each.mount(server, needs))
      return async () => void (await Promise.all(idle.map((done) => done())))
    },
  }
}

function connectTeams({ config, store, log }: ConnectOptions): Connected | null {
  const authenticate = teamsAuthentication(config, store.now, log)
  if (!authenticate) return null
  const token = tokenFor(config, store.now)
  const appId = config.TEAMS_APP_ID ?? 'development'
  const sending = { store, appId, token, log }
  return {
    channel: 'msteams',
    send: createTeamsSender(sending),
    source: teamsSource({
      maxBytes: maxFileBytes(config),
      // In development, and where the keys of the Bot Connector come from this machine, so do its files.
      allowLoopback: config.TEAMS_DEVELOPMENT || isLoopback(config.TEAMS_OPENID_URL ?? ''),
      token: config.TEAMS_APP_ID === undefined ? async () => null : () => token(),
    }),
    mount: (server, { turns, messageRate }) =>
      mountTeams(server, {
        store,
        turns,
        authenticate,
        account: appId,
        verifiedMs: config.VERIFIED_MINUTES * 60_000,
        messageRate,
        log,
        typing: createTeamsTyping(sending),
        takeFile: fileTaker(config, store),
      }),
  }
}

/** In development nobody asks for a token. */
function tokenFor(config: Config, now: () => number): TeamsToken {
  const { TEAMS_APP_ID: appId } = config
  if (appId === undefined) return () => Promise.resolve('')
  return teamsToken(
    {
      appId,
      appType: config.TEAMS_APP_TYPE,
      password: config.TEAMS_APP_PASSWORD,
      tenantId: config.TEAMS_TENANT_ID,
      cloud: config.TEAMS_CLOUD,
      loginUrl: config.TEAMS_LOGIN_URL,
      identityEndpoint: process.env['IDENTITY_ENDPOINT'],
      identityHeader: process.env['IDENTITY_HEADER'],
    },
    now,
  )
}

async function connectWechat({ config, store, corpus, log }: ConnectOptions): Promise<Connected | null> {
  const accounts = await loadWechatAccounts(config)
  if (accounts.length === 0) return null
  const apiUrl = config.WECHAT_API_URL
  const tokens = new WechatTokens({ store, apiUrl, log })
  const hint = corpus().phrases.wording.get('choices.by-number')
  const sending = { store, accounts, tokens, apiUrl, log, ...(hint ? { hint } : {}) }
  const fetchMedia = createMediaFetcher({ tokens, apiUrl, maxBytes: maxFileBytes(config) })
  return {
    channel: 'wechat',
    send: createWechatSender(sending),
    source: mediaSource(accounts, fetchMedia),
    mount: (server, { turns }) => {
      const routes = mountWechat(server, {
        ...sending,
        turns,
        replyMs: config.WECHAT_REPLY_MS,
        typing: createWechatTyping(sending),
        takeFile: fileTaker(config, store),
        // Most who follow an Official Account read Chinese; who does not chooses again in the chat.
        textOfKey: (key) => corpus().entries.get(key)?.title.zh ?? null,
      })
      return async () => {
        await routes.idle()
        await tokens.settled()
      }
    },
  }
}

function maxFileBytes(config: Config): number {
  return config.UPLOAD_MAX_MB * 1024 * 1024
}

/** Notes files to be fetched; undefined where none are taken. */
function fileTaker(config: Config, store: Store) {
  if (config.UPLOAD_MAX_MB === 0) return undefined
  return (conversationId: string, file: PointedFile) => takeFile(store, conversationId, file)
}
