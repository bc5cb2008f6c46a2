/** The clouds of Azure a bot can be registered in, and where Microsoft has its servers in each. */

/** Azure cloud the bot is registered in. */
export type TeamsCloud = 'public' | 'usgov' | 'china'

/** Addresses of one cloud. */
export interface CloudAddresses {
  /** Server that gives access tokens. */
  readonly login: string
  /** Tenant of multi-tenant bots there. */
  readonly tenant: string
  /** What access tokens are for: the Bot Connector. */
  readonly resource: string
  /** Who signs what the Bot Connector sends. */
  readonly issuer: string
  /** OpenID document that leads to its keys. */
  readonly document: string
}

/**
 * As Microsoft documents them (https://learn.microsoft.com/azure/bot-service/bot-service-resources-faq-security,
 * https://docs.azure.cn/bot-service/how-to-deploy-china-cloud).
 */
export const CLOUDS: Readonly<Record<TeamsCloud, CloudAddresses>> = {
  public: {
    login: 'https://login.microsoftonline.com',
    tenant: 'botframework.com',
    resource: 'https://api.botframework.com',
    issuer: 'https://api.botframework.com',
    document: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  },
  usgov: {
    login: 'https://login.microsoftonline.us',
    tenant: 'MicrosoftServices.onmicrosoft.us',
    resource: 'https://api.botframework.us',
    issuer: 'https://api.botframework.us',
    document: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  },
  china: {
    login: 'https://login.partner.microsoftonline.cn',
    tenant: 'microsoftservices.partner.onmschina.cn',
    resource: 'https://api.botframework.azure.cn',
    issuer: 'https://api.botframework.azure.cn',
    document: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  },
}
