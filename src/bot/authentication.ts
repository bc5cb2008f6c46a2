/** Lets one CloudAdapter serve our own channels: what the bot sends to a `urn:` address stays in this process. */

import type { Activity, ResourceResponse } from 'botbuilder'
import {
  type AuthenticateRequestResult,
  BotFrameworkAuthentication,
  type BotFrameworkClient,
  ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector'
import type { StoredActivity } from '../conversations/activity.ts'
import { LiukeError } from '../errors.ts'

/** Takes a message that was sent outside a turn. @returns the id it got */
export type ProactiveSend = (conversationId: string, activity: StoredActivity) => Promise<string>

/** The service address of a channel that lives in this process. */
export function localServiceUrl(channel: string): string {
  return `urn:liuke:${channel}`
}

/** The identity of our own channels; their clients were authenticated by the channel itself. */
export const localIdentity = new ClaimsIdentity([{ type: 'liuke', value: 'local' }], 'liuke')

/**
 * Authentication for local channels only. It lets nothing in from outside: without credentials the
 * Bot Framework's own would accept anybody and answer to any address they name.
 */
export class LocalAuthentication extends BotFrameworkAuthentication {
  readonly #connector: ConnectorClient

  constructor(send: ProactiveSend) {
    super()
    this.#connector = inProcessConnector(send)
  }

  /** What a channel of ours hands to `processActivityDirect`. */
  localRequest(): AuthenticateRequestResult {
    return {
      audience: 'liuke',
      callerId: undefined as unknown as string, // typed as required, yet documented as optional
      claimsIdentity: localIdentity,
      connectorFactory: this.createConnectorFactory(),
    }
  }

  authenticateRequest(): Promise<AuthenticateRequestResult> {
    return Promise.reject(closed())
  }

  authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    return Promise.reject(closed())
  }

  createConnectorFactory(): ConnectorFactory {
    return {
      create: async (serviceUrl: string) => {
        if (serviceUrl.startsWith('urn:liuke:')) return this.#connector
        throw closed()
      },
    }
  }

  createUserTokenClient(): Promise<UserTokenClient> {
    // Sign-in prompts are not used; the adapter only stores the client on the context.
    return Promise.resolve({} as UserTokenClient)
  }

  override createBotFrameworkClient(): BotFrameworkClient {
    throw closed()
  }
}

function closed(): LiukeError {
  return new LiukeError(
    'bot_connector_closed',
    'The Bot Connector is not configured.',
    'Set the credentials of your Azure bot before connecting Teams.',
  )
}

/** The four calls the adapter makes on a connector; the rest of the generated client is not used. */
function inProcessConnector(send: ProactiveSend): ConnectorClient {
  const deliver = async (conversationId: string, activity: Partial<Activity>): Promise<ResourceResponse> => ({
    // An Activity as JSON, which is how it is stored.
    id: await send(conversationId, activity as unknown as StoredActivity),
  })
  const conversations = {
    sendToConversation: deliver,
    replyToActivity: (conversationId: string, _replyTo: string, activity: Partial<Activity>) =>
      deliver(conversationId, activity),
    updateActivity: () => Promise.reject(closed()),
    deleteActivity: () => Promise.reject(closed()),
  }
  // ConnectorClient is a generated HTTP client; CloudAdapterBase uses only `conversations`.
  return { conversations } as unknown as ConnectorClient
}
